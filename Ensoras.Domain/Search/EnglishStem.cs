namespace Ensoras.Domain.Search;

/// <summary>
/// The stem of an English word (Porter, 1980), as the full-text indexes of both databases form it, so that "returning"
/// meets "returns".
/// </summary>
internal static class EnglishStem
{
    private static readonly (string Suffix, string Instead)[] Doubles =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
            ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"),
            ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"),
            ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string Instead)[] Middles =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Ends =
        ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
            "ion", "al", "er", "ic", "ou"];

    /// <param name="word">In lower case.</param>
    public static string Of(string word)
    {
        if (word.Length < 3 || !word.All(char.IsAsciiLetterLower))
        {
            return word;
        }

        word = PastAndPlural(word);
        if (word.Length > 2 && word[^1] == 'y' && HasVowel(word[..^1]))
        {
            word = word[..^1] + "i";
        }

        word = Replace(word, Doubles, 1);
        word = Replace(word, Middles, 1);
        word = DropEnd(word);
        if (word[^1] == 'e' && (Measure(word[..^1]) > 1 || (Measure(word[..^1]) == 1 && !EndsShort(word[..^1]))))
        {
            word = word[..^1];
        }

        return word.EndsWith("ll", StringComparison.Ordinal) && Measure(word) > 1 ? word[..^1] : word;
    }

    private static string PastAndPlural(string word)
    {
        word = word switch
        {
            _ when EndsWith(word, "sses") || EndsWith(word, "ies") => word[..^2],
            _ when EndsWith(word, "s") && !EndsWith(word, "ss") => word[..^1],
            _ => word,
        };
        if (EndsWith(word, "eed"))
        {
            return Measure(word[..^3]) > 0 ? word[..^1] : word;
        }

        var stem = EndsWith(word, "ed") ? word[..^2] : EndsWith(word, "ing") ? word[..^3] : null;
        if (stem is null || !HasVowel(stem))
        {
            return word;
        }

        return stem switch
        {
            _ when EndsWith(stem, "at") || EndsWith(stem, "bl") || EndsWith(stem, "iz") => stem + "e",
            _ when EndsDouble(stem) && stem[^1] is not ('l' or 's' or 'z') => stem[..^1],
            _ when Measure(stem) == 1 && EndsShort(stem) => stem + "e",
            _ => stem,
        };
    }

    private static string Replace(string word, (string Suffix, string Instead)[] rules, int least)
    {
        foreach (var (suffix, instead) in rules)
        {
            if (EndsWith(word, suffix))
            {
                var stem = word[..^suffix.Length];
                return Measure(stem) >= least ? stem + instead : word;
            }
        }

        return word;
    }

    private static string DropEnd(string word)
    {
        foreach (var suffix in Ends)
        {
            if (EndsWith(word, suffix))
            {
                var stem = word[..^suffix.Length];
                return Measure(stem) > 1 && (suffix != "ion" || stem[^1] is 's' or 't') ? stem : word;
            }
        }

        return word;
    }

    /// <summary>How many times vowels are followed by consonants.</summary>
    private static int Measure(string stem)
    {
        var count = 0;
        for (var index = 1; index < stem.Length; index++)
        {
            count += !IsVowel(stem, index) && IsVowel(stem, index - 1) ? 1 : 0;
        }

        return count;
    }

    private static bool EndsWith(string word, string suffix) => word.Length > suffix.Length
        && word.EndsWith(suffix, StringComparison.Ordinal);

    private static bool HasVowel(string stem) => Enumerable.Range(0, stem.Length).Any(index => IsVowel(stem, index));

    private static bool IsVowel(string word, int index) =>
        word[index] is 'a' or 'e' or 'i' or 'o' or 'u'
            || (word[index] == 'y' && index > 0 && !IsVowel(word, index - 1));

    private static bool EndsDouble(string stem) => stem.Length > 1 && stem[^1] == stem[^2]
        && !IsVowel(stem, stem.Length - 1);

    private static bool EndsShort(string stem) =>
        stem.Length > 2 && !IsVowel(stem, stem.Length - 3) && IsVowel(stem, stem.Length - 2)
        && !IsVowel(stem, stem.Length - 1) && stem[^1] is not ('w' or 'x' or 'y');
}
