using System.Net;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ensoras.Web.Components;

/// <summary>
/// Markdown as HTML that is safe to show wherever it came from: HTML in it is shown as text, only harmless addresses become
/// links, links open in a window of their own, and pictures from elsewhere become links, so that reading tells nobody anything.
/// </summary>
public static class MarkdownHtml
{
    private static readonly string[] SafeSchemes = ["http", "https", "mailto", "tel"];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseAutoLinks()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UseSoftlineBreakAsHardlineBreak()
        .Build();

    /// <summary>HTML for <paramref name="markdown"/>; text nested too deeply to be read as markdown is shown as it is.</summary>
    public static string From(string markdown)
    {
        try
        {
            var document = Markdown.Parse(markdown, Pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList())
            {
                MakeSafe(link);
            }

            foreach (var link in document.Descendants<AutolinkInline>().ToList())
            {
                MakeSafe(link);
            }

            return document.ToHtml(Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig refuses what is nested more than a hundredfold.
            return $"<p>{WebUtility.HtmlEncode(markdown)}</p>";
        }
    }

    private static void MakeSafe(LinkInline link)
    {
        link.IsImage = false;
        if (link.FirstChild is null)
        {
            link.AppendChild(new LiteralInline(link.Url ?? ""));
        }

        if (IsSafe(link.Url))
        {
            OpenElsewhere(link);
        }
        else
        {
            link.ReplaceBy(new ContainerInline());
        }
    }

    private static void MakeSafe(AutolinkInline link)
    {
        if (link.IsEmail || IsSafe(link.Url))
        {
            OpenElsewhere(link);
        }
        else
        {
            link.ReplaceBy(new LiteralInline(link.Url));
        }
    }

    private static void OpenElsewhere(MarkdownObject link)
    {
        var attributes = link.GetAttributes();
        attributes.AddPropertyIfNotExist("target", "_blank");
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
    }

    // A path of this desk, or an absolute address with a scheme that only opens a page, a letter or a call.
    private static bool IsSafe(string? address) =>
        address is not null
        && ((address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && !address.Any(letter => letter is '\\' || char.IsControl(letter)))
            || (Uri.TryCreate(address, UriKind.Absolute, out var absolute) && SafeSchemes.Contains(absolute.Scheme)));
}
