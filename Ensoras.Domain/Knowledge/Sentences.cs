namespace Ensoras.Domain.Knowledge;

/// <summary>Cuts a paragraph into sentences, verbatim.</summary>
internal static class Sentences
{
    private static readonly string[] Abbreviations =
    [
        "e.g.",
        "i.e.",
        "etc.",
        "approx.",
        "vs.",
        "no.",
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "st.",
        "incl.",
        "max.",
        "min.",
        "z.b.",
        "ca.",
        "bzw.",
        "nr.",
    ];

    public static IEnumerable<string> Of(string paragraph)
    {
        var start = 0;
        for (var index = 0; index < paragraph.Length; index++)
        {
            if (!EndsAt(paragraph, start, index))
            {
                continue;
            }

            var end = index + 1;
            while (end < paragraph.Length && paragraph[end] is '"' or '”' or '’' or ')' or '.' or '!' or '?')
            {
                end++;
            }

            // A full stop before a small letter is part of an abbreviation or of something in brackets.
            if (
                end < paragraph.Length
                && (
                    !char.IsWhiteSpace(paragraph[end])
                    || (
                        paragraph[index] is '.'
                        && paragraph.AsSpan(end).TrimStart() is { Length: > 0 } next
                        && char.IsLower(next[0]))))
            {
                continue;
            }

            yield return paragraph[start..end].Trim();
            start = end;
            index = end - 1;
        }

        if (paragraph[start..].Trim() is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    private static bool EndsAt(string text, int start, int index)
    {
        if (text[index] is '!' or '?' or '…')
        {
            return true;
        }

        if (text[index] is not '.' || index == start)
        {
            return false;
        }

        var word = text[(text.LastIndexOf(' ', index - 1, index - start) + 1)..(index + 1)].TrimStart('(', '"', '“');
        var isInitial = word.Length == 2 && char.IsUpper(word[0]);
        var isOrdinal = word.Length <= 3 && word[..^1].All(char.IsDigit) && word.Length == index - start + 1;
        return !isInitial && !isOrdinal && !Abbreviations.Contains(word.ToLowerInvariant());
    }
}
