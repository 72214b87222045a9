using Microsoft.Extensions.Caching.Memory;

namespace Ensoras.Domain.Rendering;

/// <summary>
/// The HTML of messages and articles, made once and shared by every screen, tab and visitor that shows it. Kept by
/// what it is made from, so that an edited text can never show the old one.
/// </summary>
public static class RenderedText
{
    // In characters of text and HTML; about 32 MB.
    private const long MaxKept = 16 * 1024 * 1024;
    private static readonly MemoryCache Kept = new(
        new MemoryCacheOptions { SizeLimit = MaxKept, TrackStatistics = true });

    /// <summary>How many texts were rendered since the start, for tests and measurements.</summary>
    public static long RenderCount => Kept.GetCurrentStatistics()?.TotalMisses ?? 0;

    /// <summary>A customer's words as they typed them; everybody else writes Markdown.</summary>
    public static string Of(Sender sender, string text) => sender is Sender.Customer ? Typed(text) : Markdown(text);

    public static string Typed(string text) => Of((IsTyped: true, text), TypedHtml.From);

    public static string Markdown(string text) => Of((IsTyped: false, text), MarkdownHtml.From);

    private static string Of((bool IsTyped, string Text) key, Func<string, string> render)
    {
        if (Kept.TryGetValue(key, out string? html))
        {
            return html!;
        }

        html = render(key.Text);
        using var entry = Kept.CreateEntry(key);
        entry.Size = key.Text.Length + html.Length;
        entry.Value = html;
        return html;
    }
}
