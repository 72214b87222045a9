using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ensoras.Domain.Channels.Email;

/// <summary>Makes links from the desk's root work outside it: in an e-mail they would lead nowhere.</summary>
internal static class AbsoluteLinks
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().Build();

    /// <param name="markdown">A message's text.</param>
    /// <param name="address">Where customers reach the desk; null leaves a link's words without the link.</param>
    public static string In(string markdown, string? address)
    {
        var text = new StringBuilder(markdown);
        var links = Markdown.Parse(markdown, Pipeline).Descendants<LinkInline>().Where(IsFromRoot);

        // From the end on, so that the places of those before stay right.
        foreach (var link in links.OrderByDescending(link => link.Span.Start))
        {
            if (address is not null)
            {
                text.Insert(link.UrlSpan.Start, address.TrimEnd('/'));
            }
            else
            {
                var from = link.Span.Start + (link.IsImage ? "![" : "[").Length;
                var words = markdown[from..markdown.LastIndexOf("](", link.UrlSpan.Start, StringComparison.Ordinal)];
                text.Remove(link.Span.Start, link.Span.Length).Insert(link.Span.Start, words);
            }
        }

        return text.ToString();
    }

    private static bool IsFromRoot(LinkInline link) =>
        link is { IsAutoLink: false, Reference: null, UrlSpan.IsEmpty: false } && link.Url is ['/', ..] && !link.Url.StartsWith("//", StringComparison.Ordinal);
}
