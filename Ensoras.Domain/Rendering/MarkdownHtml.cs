using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ensoras.Domain.Rendering;

/// <summary>What agents and Ensoras write, as HTML; see <see cref="SafeMarkdown"/> for what it may hold.</summary>
public static class MarkdownHtml
{
    /// <summary>HTML for the desk and the chat, whose links open beside the page.</summary>
    public static string From(string markdown)
    {
        if (SafeMarkdown.Parse(markdown) is not { } document)
        {
            return Unread(markdown);
        }

        foreach (var link in document.Descendants().Where(inline => inline is LinkInline or AutolinkInline))
        {
            var attributes = link.GetAttributes();
            attributes.AddPropertyIfNotExist("target", "_blank");
            attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
        }

        return document.ToHtml(SafeMarkdown.Pipeline);
    }

    /// <summary>HTML for a mail: the same text, with links that work outside the desk.</summary>
    /// <param name="publicAddress">Where customers reach the desk; null leaves the words of a link into the desk
    /// without the link.</param>
    public static string ForMail(string markdown, string? publicAddress)
    {
        if (SafeMarkdown.Parse(markdown) is not { } document)
        {
            return Unread(markdown);
        }

        foreach (
            var link in document.Descendants<LinkInline>().Where(link => SafeMarkdown.IsFromRoot(link.Url)).ToList())
        {
            if (publicAddress is null)
            {
                link.ReplaceBy(new ContainerInline());
            }
            else
            {
                link.Url = publicAddress.TrimEnd('/') + link.Url;
            }
        }

        return document.ToHtml(SafeMarkdown.Pipeline);
    }

    private static string Unread(string markdown) =>
        $"<p>{TypedHtml.From(markdown).ReplaceLineEndings("<br />\n")}</p>\n";
}
