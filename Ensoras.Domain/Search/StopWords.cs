using System.Collections.Frozen;

namespace Ensoras.Domain.Search;

/// <summary>Words that say nothing about what a text is about, in the languages that customers write.</summary>
internal static class StopWords
{
    private static readonly string[] Languages = ["en", "de", "fr", "es", "nl", "it"];

    private static readonly FrozenSet<string> All =
        WordLists.Set(Languages.Select(language => $"stop-words.{language}"));

    private static readonly FrozenSet<string> English = WordLists.Set("stop-words.en");

    private static readonly FrozenSet<string> German = WordLists.Set("stop-words.de");

    /// <param name="folded">A word as <see cref="Words"/> folds it.</param>
    public static bool Contains(string folded) => All.Contains(folded);

    public static bool IsGerman(string folded) => German.Contains(folded);

    public static bool IsEnglish(string folded) => English.Contains(folded);
}
