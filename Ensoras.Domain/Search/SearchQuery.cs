using System.Globalization;
using System.Text.RegularExpressions;

namespace Ensoras.Domain.Search;

/// <summary>Words that must stand beside each other.</summary>
/// <param name="Stems">As the index has them.</param>
/// <param name="Beginning">What the last one may also begin with, because somebody may still be typing; null when it
/// is whole.</param>
public sealed record SearchPhrase(IReadOnlyList<string> Stems, string? Beginning);

/// <summary>What is looked for in tickets, read from what a person typed.</summary>
/// <param name="Phrases">All must be found; what was typed without a space ("1.7", an address, Chinese) is one
/// phrase.</param>
/// <param name="Number">The ticket's number, when it stands there as "42", "#42" or "[#42]".</param>
/// <param name="IsCut">Whether more words were typed than are looked for.</param>
public sealed partial record SearchQuery(IReadOnlyList<SearchPhrase> Phrases, int? Number, bool IsCut)
{
    public const int MaxWords = 10;

    /// <summary>Marks the words of a title and of a customer where those are looked for by themselves.</summary>
    public const char InTitle = '=';
    public const char InCustomer = '~';

    private const int MaxStems = 80;
    private const int MinBeginning = 3;

    public bool IsEmpty => Phrases.Count == 0;

    public static SearchQuery Read(string text)
    {
        var phrases = new List<SearchPhrase>();
        var words = Words.Of(Tag().Replace(ReplyMark().Replace(text, ""), " ")).ToList();
        var stems = new List<string>();
        for (var place = 0; place < words.Count; place++)
        {
            var word = words[place];
            var next = place + 1 < words.Count ? words[place + 1] : default(Word?);

            // The last character of a run is indexed by itself; in a query it only counts between two other words.
            if (!word.IsTail || next is { IsGlued: true })
            {
                stems.Add(word.Stem);
            }

            if (next is not { IsGlued: true })
            {
                var last = word.IsTail ? words[place - 1] : word;
                phrases.Add(new SearchPhrase([.. stems.Take(MaxStems)], Beginning(last, next is null)));
                stems.Clear();
            }
        }

        var distinct = phrases.DistinctBy(phrase => string.Join(' ', phrase.Stems)).ToList();
        return new SearchQuery([.. distinct.Take(MaxWords)], NumberIn(text), distinct.Count > MaxWords);
    }

    /// <summary>The same, looked for only in titles or only in customers.</summary>
    public SearchQuery Only(char mark) => this with
    {
        Phrases = [.. Phrases.Select(phrase =>
            new SearchPhrase([.. phrase.Stems.Select(stem => mark + stem)], phrase.Beginning is { } beginning
                ? mark + beginning : null))],
    };

    private static string? Beginning(Word word, bool isLast) =>
        word.IsPiece ? new StringInfo(word.Folded).LengthInTextElements == 1 && !word.IsTail
            && word.Folded.EnumerateRunes().Count() == 1 ? word.Folded : null
        : isLast && word.Folded.Length >= MinBeginning ? word.Folded
        : null;

    private static int? NumberIn(string text)
    {
        var found = Alone().Match(text) is { Success: true } alone ? alone : Tag().Match(text);
        return found.Success && int.TryParse(found.Groups["number"]
            .ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    [GeneratedRegex(@"^\s*#?\s?(?<number>[0-9]{1,9})\s*$")]
    private static partial Regex Alone();

    [GeneratedRegex(@"\[?#(?<number>[0-9]{1,9})\]?(?![0-9])")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(\s*(re|fwd?|aw|wg|antw)\s*:)+", RegexOptions.IgnoreCase)]
    private static partial Regex ReplyMark();
}
