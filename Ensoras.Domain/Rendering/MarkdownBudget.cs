using System.Buffers;

namespace Ensoras.Domain.Rendering;

/// <summary>
/// What a Markdown parser may be asked to do. Its work grows with the square of the marks in a paragraph and with the
/// depth of quotes and lists, so text beyond these limits, which nobody writes to be read, is shown as it stands.
/// </summary>
internal static class MarkdownBudget
{
    /// <summary>
    /// Signs of emphasis, and addresses without a scheme, in one paragraph, list item or table: each is compared with
    /// all before.
    /// </summary>
    private const int MaxEmphasis = 600;

    /// <summary>All other marks in one of these.</summary>
    private const int MaxMarks = 4_000;

    /// <summary>Brackets that are open at once.</summary>
    private const int MaxOpenBrackets = 20;

    /// <summary>Quotes and lists within each other.</summary>
    private const int MaxDepth = 16;

    /// <summary>Columns before the mark of a quote or a list item.</summary>
    private const int MaxIndent = 64;

    /// <summary>Lines of the form "[name]: address" in the whole text.</summary>
    private const int MaxDefinitions = 200;

    private static readonly SearchValues<char> Marks = SearchValues.Create("*_~[]()<`!:&\"\\@");

    /// <summary>Whether the text can be read as Markdown in a time that grows with its length only.</summary>
    public static bool Allows(ReadOnlySpan<char> text)
    {
        var counts = default(Counts);
        foreach (var line in text.EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                counts.Begin();
                continue;
            }

            counts.Add(line);
            if (!IsShallow(line) || counts.AreTooMany)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsShallow(ReadOnlySpan<char> line)
    {
        var (depth, column, at) = (0, 0, 0);
        while (at < line.Length)
        {
            if (line[at] is ' ' or '\t')
            {
                column += line[at++] is '\t' ? 4 : 1;
                continue;
            }

            var mark = ContainerMark(line[at..]);
            if (mark == 0)
            {
                return true;
            }

            if (++depth > MaxDepth || column > MaxIndent)
            {
                return false;
            }

            (at, column) = (at + mark, column + mark);
        }

        return true;
    }

    /// <summary>How long the mark of a quote or a list item is that stands here; 0 when none does.</summary>
    private static int ContainerMark(ReadOnlySpan<char> text)
    {
        if (text[0] is '>')
        {
            return 1;
        }

        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var mark = text[0] is '-' or '+' or '*' ? 1 : digits > 0 && text[digits] is '.' or ')' ? digits + 1 : 0;
        return mark > 0 && (mark == text.Length || text[mark] is ' ' or '\t') ? mark : 0;
    }

    private struct Counts
    {
        private int _emphasis;
        private int _others;
        private int _openBrackets;
        private int _definitions;

        public readonly bool AreTooMany =>
            _emphasis > MaxEmphasis
            || _others > MaxMarks
            || _openBrackets > MaxOpenBrackets
            || _definitions > MaxDefinitions;

        public void Add(ReadOnlySpan<char> line)
        {
            _emphasis += line.Count("www.");
            var previous = '\0';
            for (var at = line.IndexOfAny(Marks); at >= 0;)
            {
                Add(line[at], previous);
                var next = line[(at + 1)..].IndexOfAny(Marks);
                previous = next == 0 ? line[at] : '\0';
                at = next < 0 ? next : at + 1 + next;
            }
        }

        /// <summary>A new paragraph begins.</summary>
        public void Begin() => (_emphasis, _others, _openBrackets) = (0, 0, 0);

        // A run of the same sign is one mark, as for the parser: "*****" opens once.
        private void Add(char mark, char previous)
        {
            switch (mark)
            {
                case '*' or '_' or '~':
                    _emphasis += mark == previous ? 0 : 1;
                    break;
                case '`':
                    _others += mark == previous ? 0 : 1;
                    break;
                default:
                    _others++;
                    _openBrackets = mark switch
                    {
                        '[' => _openBrackets + 1,
                        ']' when _openBrackets > 0 => _openBrackets - 1,
                        _ => _openBrackets,
                    };
                    _definitions += mark is ':' && previous is ']' ? 1 : 0;
                    break;
            }
        }
    }
}
