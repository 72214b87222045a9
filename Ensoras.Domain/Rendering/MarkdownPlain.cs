using System.Globalization;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Ensoras.Domain.Rendering;

/// <summary>
/// Markdown as plain text that reads well in a mail: no marks, no backslashes, links as "words (address)".
/// </summary>
public static class MarkdownPlain
{
    /// <param name="publicAddress">Where customers reach the desk; null leaves out the addresses of links into the
    /// desk.</param>
    public static string From(string markdown, string? publicAddress = null)
    {
        if (SafeMarkdown.Parse(markdown) is not { } document)
        {
            return markdown;
        }

        var text = new StringBuilder();
        Write(text, document, "", new InlineText(publicAddress, WithAddresses: true));
        return text.ToString().Trim('\n');
    }

    /// <summary>Only the words, in one line: for excerpts and lists, where an address would be noise.</summary>
    public static string Words(string markdown)
    {
        if (SafeMarkdown.Parse(markdown) is not { } document)
        {
            return OneLine(markdown);
        }

        var text = new StringBuilder();
        Write(text, document, "", new InlineText(null, WithAddresses: false));
        return OneLine(text.ToString());
    }

    internal static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <param name="margin">What stands before each line of the blocks: the marks of quotes and the indent of
    /// lists.</param>
    private static void Write(
        StringBuilder text,
        ContainerBlock blocks,
        string margin,
        InlineText inlines,
        bool isTight = false)
    {
        var isFirst = true;
        foreach (var block in blocks)
        {
            if (!isFirst && !isTight)
            {
                text.Append(margin.TrimEnd()).Append('\n');
            }

            isFirst = false;
            switch (block)
            {
                case ListBlock list:
                    WriteList(text, list, margin, inlines);
                    break;
                case QuoteBlock quote:
                    Write(text, quote, margin + "> ", inlines);
                    break;
                case Table table:
                    foreach (var row in table.OfType<TableRow>())
                    {
                        var cells = row.OfType<TableCell>()
                            .Select(cell =>
                                OneLine(
                                    string.Join(' ', cell.OfType<LeafBlock>().Select(leaf => inlines.Of(leaf.Inline)))));
                        WriteLines(text, string.Join(" | ", cells), margin);
                    }

                    break;
                case ContainerBlock container:
                    Write(text, container, margin, inlines);
                    break;
                case ThematicBreakBlock:
                    WriteLines(text, "----------", margin);
                    break;
                case CodeBlock code:
                    WriteLines(text, code.Lines.ToString(), margin);
                    break;
                case LeafBlock leaf and not LinkReferenceDefinition:
                    WriteLines(text, inlines.Of(leaf.Inline), margin);
                    break;
            }
        }
    }

    private static void WriteList(StringBuilder text, ListBlock list, string margin, InlineText inlines)
    {
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ";
            var body = new StringBuilder();
            Write(body, item, "", inlines, isTight: !list.IsLoose);
            var lines = body.ToString().TrimEnd('\n').Split('\n');
            for (var index = 0; index < lines.Length; index++)
            {
                text.Append((margin + (index == 0 ? mark : new string(' ', mark.Length)) + lines[index]).TrimEnd())
                    .Append('\n');
            }
        }
    }

    private static void WriteLines(StringBuilder text, string lines, string margin)
    {
        foreach (var line in lines.AsSpan().EnumerateLines())
        {
            text.Append(margin).Append(line.TrimEnd()).Append('\n');
        }
    }
}
