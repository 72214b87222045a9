using Ensoras.Domain.Channels.Email;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Hosting;

/// <summary>
/// Where a sample desk's e-mails go: into the folder <c>outbox</c> of the data directory, so that nobody real gets one.
/// The folder's being there is what tells a sample desk from another; a mail host in the settings comes first.
/// </summary>
public sealed class SampleOutbox(StartOptions start, IOptionsMonitorCache<EmailSettings> cache)
    : IPostConfigureOptions<EmailSettings>
{
    private readonly string _folder = Path.Combine(start.DataDirectory, "outbox");

    /// <summary>Whether this is a sample desk.</summary>
    public bool IsThere => Directory.Exists(_folder);

    public void Create()
    {
        Directory.CreateDirectory(_folder);
        cache.Clear();
    }

    public void PostConfigure(string? name, EmailSettings options)
    {
        if (options.Host is null && options.Folder is null && IsThere)
        {
            options.Folder = _folder;
        }
    }
}
