using System.Text.RegularExpressions;

namespace Ensoras.Domain.Drafting;

/// <summary>What an answer must hold to answer at all: "how long" wants a time, "how much" wants money, "how do I" wants steps.</summary>
internal static partial class AnswerKind
{
    /// <summary>Whether a question asks for a time, for money or for a way, and which texts give it; null when any text may answer.</summary>
    public static Regex? Of(string question) =>
        Money().IsMatch(question) ? Amount()
        : Time().IsMatch(question) ? Duration()
        : Way().IsMatch(question) ? Steps()
        : null;

    [GeneratedRegex(@"\bhow (long|soon|fast|quickly|many days)\b|\bwhen\b|\bby when\b|\bdeadline\b", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"\bhow much\b|\b(cost|costs|price|fee|fees|charge)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Money();

    [GeneratedRegex(@"\bhow (do|can|to|should|must) ?(i|we|you)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Way();

    [GeneratedRegex(@"^\d+\. ", RegexOptions.Multiline)]
    private static partial Regex Steps();

    [GeneratedRegex(@"\b\d+(\s?[–-]\s?\d+)?\s(\w+\s)?(day|hour|week|month|minute|year)s?\b|\b(same|next) (working )?day\b|\bwithin an? (hour|day|week)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Duration();

    [GeneratedRegex(@"[€$£]\s?\d|\d\s?(€|EUR|USD)|\bfree\b|\bat our cost\b", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();
}
