using Ensoras.Domain.Import;
using Microsoft.AspNetCore.Components.Forms;

namespace Ensoras.Web.Settings;

/// <summary>One chosen file on its way into the desk.</summary>
public sealed class Upload(IBrowserFile file)
{
    public IBrowserFile File { get; } = file;

    public long Received { get; set; }

    public int PercentReceived => File.Size == 0 ? 100 : (int)(100 * Received / File.Size);

    /// <summary>How far the import is; null while the file is still being received.</summary>
    public ImportProgress? Count { get; set; }

    public ImportReport? Report { get; set; }

    public string? Error { get; set; }
}
