using System.Text;
using Bunit;
using Microsoft.JSInterop;

namespace Ensoras.Tests.Support;

/// <summary>What somebody has typed into a long field, as the browser hands it over.</summary>
internal sealed class TypedText(string text) : IJSStreamReference
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    public long Length => _bytes.Length;

    /// <summary>The script of the long fields; asked for before the page is opened.</summary>
    public static BunitJSModuleInterop Script(BunitJSInterop browser)
    {
        var script = browser.SetupModule("./scripts/long-text.js");
        script.Mode = JSRuntimeMode.Loose;
        return script;
    }

    /// <summary>Every long field of the page has this text from now on.</summary>
    public static void Is(BunitJSModuleInterop script, string text)
    {
        script.Setup<int>("lengthOf", _ => true).SetResult(text.Length);
        script.Setup<IJSStreamReference>("bytesOf", _ => true).SetResult(new TypedText(text));
    }

    public ValueTask<Stream> OpenReadStreamAsync(
        long maxAllowedSize = 512_000,
        CancellationToken cancellationToken = default) =>
        Length > maxAllowedSize
            ? throw new ArgumentOutOfRangeException(nameof(maxAllowedSize))
            : ValueTask.FromResult<Stream>(new MemoryStream(_bytes));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
