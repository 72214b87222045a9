using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ensoras.Domain.Rendering;

/// <summary>
/// The one way in which Markdown is read, for desk, chat and mail alike: HTML in it is text, pictures from elsewhere
/// become links so that reading tells nobody anything, and only addresses that open a page, a letter or a call stay
/// links.
/// </summary>
internal static class SafeMarkdown
{
    private const int MaxDepth = 100;
    private static readonly string[] SafeSchemes = ["http", "https", "mailto", "tel"];

    public static MarkdownPipeline Pipeline { get; } = Build();

    /// <summary>
    /// The text as a document whose links are safe; null when it is beyond <see cref="MarkdownBudget"/>.
    /// </summary>
    public static MarkdownDocument? Parse(string markdown)
    {
        if (!MarkdownBudget.Allows(markdown))
        {
            return null;
        }

        try
        {
            var document = Markdown.Parse(markdown, Pipeline);
            if (IsDeep(document))
            {
                return null;
            }

            foreach (var link in document.Descendants<LinkInline>().ToList())
            {
                MakeSafe(link);
            }

            foreach (
                var link in document
                    .Descendants<AutolinkInline>()
                    .Where(link => !link.IsEmail && !IsSafe(link.Url))
                    .ToList())
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }

            return document;
        }
        catch (ArgumentException)
        {
            // Markdig refuses what is nested more than a hundredfold.
            return null;
        }
    }

    /// <summary>A path of this desk, such as /help/shipping.</summary>
    public static bool IsFromRoot(string? address) =>
        address is ['/', ..]
        && address is not ['/', '/', ..]
        && !address.Any(letter => letter is '\\' || char.IsControl(letter));

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder()
            .DisableHtml()
            .UsePipeTables()
            .UseAutoLinks()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseCjkFriendlyEmphasis()
            .UseSoftlineBreakAsHardlineBreak();

        // A line under a text is a signature's or a table's edge far more often than a heading.
        builder.BlockParsers.FindExact<ParagraphBlockParser>()!.ParseSetextHeadings = false;
        return builder.Build();
    }

    // Writing the document out takes a call per level.
    private static bool IsDeep(MarkdownDocument document)
    {
        var open = new Stack<(MarkdownObject Node, int Depth)>([(document, 0)]);
        while (open.TryPop(out var next))
        {
            if (next.Depth > MaxDepth)
            {
                return true;
            }

            IEnumerable<MarkdownObject> children = next.Node switch
            {
                ContainerBlock blocks => blocks,
                LeafBlock { Inline: { } inlines } => [inlines],
                ContainerInline inlines => inlines,
                _ => [],
            };
            foreach (var child in children)
            {
                open.Push((child, next.Depth + 1));
            }
        }

        return false;
    }

    private static void MakeSafe(LinkInline link)
    {
        link.IsImage = false;
        if (link.FirstChild is null)
        {
            link.AppendChild(new LiteralInline(link.Url ?? ""));
        }

        if (!IsFromRoot(link.Url) && !IsSafe(link.Url))
        {
            link.ReplaceBy(new ContainerInline());
        }
    }

    private static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var absolute) && SafeSchemes.Contains(absolute.Scheme);
}
