using System.Text.RegularExpressions;

namespace Ensoras.Tests.Architecture;

/// <summary>What the domain's code says to people: sentences it asks for, and those in the code itself.</summary>
internal static partial class SentenceCalls
{
    /// <summary>Each <c>Sentence.Of("Area.Key", …)</c>: its key and how many things it speaks of.</summary>
    public static IEnumerable<(string Key, int About)> In(string source) =>
        from Match call in Call().Matches(source)
        let open = source.IndexOf('(', call.Index)
        select (call.Groups[1].Value, Arguments(source, open) - 1);

    /// <summary>Literals of three words and more that are neither for the log nor for programmers.</summary>
    public static IEnumerable<string> LiteralsIn(string source)
    {
        var code = Comment().Replace(source, "");
        return Literal().Matches(code)
            .Where(literal => Words().IsMatch(literal.Value)
                && !literal.Value.Contains("noopener", StringComparison.Ordinal)
                && !IsForProgrammers(code, literal.Index))
            .Select(literal => literal.Value);
    }

    private static bool IsForProgrammers(string code, int at)
    {
        var begin = code.LastIndexOfAny([';', '{', '}'], Math.Max(0, at - 1)) + 1;
        return begin <= at && ForProgrammers().IsMatch(code[begin..at]);
    }

    // How many arguments stand between the bracket at this place and the one that closes it.
    private static int Arguments(string source, int open)
    {
        var (depth, commas, inText) = (0, 0, false);
        for (var at = open; at < source.Length; at++)
        {
            var sign = source[at];
            inText ^= sign is '"' && source[at - 1] is not '\\';
            depth += inText ? 0 : sign is '(' or '[' or '{' ? 1 : sign is ')' or ']' or '}' ? -1 : 0;
            commas += !inText && depth == 1 && sign is ',' ? 1 : 0;
            if (depth == 0)
            {
                return commas + 1;
            }
        }

        return commas + 1;
    }

    [GeneratedRegex("""Sentence\.Of\(\s*"([A-Z]\w+\.\w+)"(?=[,)])""")]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<!@)\$?""(?:[^""\\\r\n]|\\.)*""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\p{L}{2,},? \p{Ll}{2,} \p{Ll}{2,}|\p{Ll}{2,} \{[^}]*\}[ .]")]
    private static partial Regex Words();

    [GeneratedRegex(
        @"\bLog\w*\(|Regex\(|SuppressMessage|(?:InvalidOperation|Argument|Format|UpgradeRefused|Sqlite|\b)Exception\("
            + @"|Words\.Stems|Execute|CommandText|Select\(")]
    private static partial Regex ForProgrammers();
}
