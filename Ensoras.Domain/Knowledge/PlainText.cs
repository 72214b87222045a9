using System.Text;
using Ensoras.Domain.Rendering;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ensoras.Domain.Knowledge;

/// <summary>
/// Reads markdown as plain lines: a paragraph is a line, a list item is a line with its marker ("- " or "1. "), a row
/// of a table is a line that names its columns. The words and their order stay.
/// </summary>
internal static class PlainText
{
    public static IEnumerable<PlainLine> Of(string markdown) => SafeMarkdown.Parse(markdown) is { } document
        ? document.SelectMany(block => Lines(block, ""))
        : markdown.ReplaceLineEndings("\n").Split('\n').Select(line => new PlainLine(line.Trim(), 0));

    private static IEnumerable<PlainLine> Lines(Block block, string marker)
    {
        switch (block)
        {
            case HeadingBlock heading:
                yield return new PlainLine(Text(heading.Inline), heading.Level);
                break;
            case Table table:
                foreach (var row in Rows(table))
                {
                    yield return new PlainLine(row, 0);
                }

                break;
            case ListBlock list:
                var number = int.TryParse(list.OrderedStart, out var first) ? first : 1;
                foreach (var item in list)
                {
                    var mark = list.IsOrdered ? $"{number++}. " : "- ";
                    foreach (var line in Lines(item, mark))
                    {
                        yield return line;
                    }
                }

                break;
            case ContainerBlock container:
                foreach (var child in container)
                {
                    foreach (var line in Lines(child, marker))
                    {
                        yield return line;
                    }

                    marker = "";
                }

                break;
            case CodeBlock code:
                yield return new PlainLine(
                    marker
                        + string.Join(
                            ' ',
                            code.Lines.ToString()
                                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
                    0);
                break;
            case LeafBlock { Inline: { } inline }:
                yield return new PlainLine(marker + Text(inline), 0);
                break;
        }
    }

    private static IEnumerable<string> Rows(Table table)
    {
        var rows = table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(Cell).ToList()).ToList();
        var heads = table.OfType<TableRow>().FirstOrDefault() is { IsHeader: true } ? rows[0] : [];
        foreach (var cells in rows.Skip(heads.Count > 0 ? 1 : 0).Where(cells => cells.Count > 0))
        {
            yield return cells.Count == 2
                ? $"{cells[0]}: {cells[1]}"
                : string.Join(
                    " · ",
                    cells.Select(
                        (cell, column) =>
                            column == 0 || column >= heads.Count || heads[column].Length == 0
                                ? cell
                                : $"{heads[column]}: {cell}"));
        }
    }

    private static string Cell(TableCell cell) =>
        string.Join(' ', cell.SelectMany(block => Lines(block, "")).Select(line => line.Text));

    private static string Text(ContainerInline? inline)
    {
        var text = new StringBuilder();
        Append(text, inline);
        return text.ToString().Trim();
    }

    private static void Append(StringBuilder text, Inline? inline)
    {
        switch (inline)
        {
            case ContainerInline container:
                foreach (var child in container)
                {
                    Append(text, child);
                }

                break;
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                text.Append(code.Content);
                break;
            case AutolinkInline link:
                text.Append(link.Url);
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case LineBreakInline:
                text.Append(' ');
                break;
        }
    }
}

/// <summary>A line of an article's plain text.</summary>
/// <param name="Level">1 to 6 for a heading; 0 for anything else.</param>
internal readonly record struct PlainLine(string Text, int Level);
