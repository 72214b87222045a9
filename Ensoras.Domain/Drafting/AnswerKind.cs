using System.Text.RegularExpressions;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// What an answer must hold to answer at all: "how long" wants a time, "how much" wants money, "how do I" wants a way.
/// </summary>
/// <param name="answer">What a text holds that gives it.</param>
/// <param name="isStrict">Whether a text without it hardly answers.</param>
internal sealed partial class AnswerKind(Regex answer, bool isStrict)
{
    public bool IsStrict => isStrict;

    public bool IsGivenBy(string text) => answer.IsMatch(text);

    /// <summary>What a question asks for; null when any text may answer.</summary>
    public static AnswerKind? Of(string question) => Measure(question) is { } measure
        ? new AnswerKind(measure, isStrict: !AsksTwice().IsMatch(question))
        : Way().IsMatch(question) ? new AnswerKind(Instruction(), isStrict: false)
        : null;

    private static Regex? Measure(string question) =>
        Money().IsMatch(question) ? Amount()
        : Heavy().IsMatch(question) ? Weight()
        : Loud().IsMatch(question) ? Loudness()
        : Phone().IsMatch(question) ? PhoneNumber()
        : Time().IsMatch(question) ? Duration()
        : Temperature().IsMatch(question) ? Degrees()
        : Count().IsMatch(question) ? Number()
        : null;

    [GeneratedRegex(
        @"\?.*\?|\band (what|how|when|where|which|is|are|do|does|can|will)\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex AsksTwice();

    [GeneratedRegex(@"\bhow (heavy|much does .* weigh)\b|\bweigh\b|\bweight of\b", RegexOptions.IgnoreCase)]
    private static partial Regex Heavy();

    [GeneratedRegex(@"\d\s?(kg|g|lbs?|oz)\b|weight", RegexOptions.IgnoreCase)]
    private static partial Regex Weight();

    [GeneratedRegex(@"\bhow (loud|noisy|quiet)\b|\bnoise level\b", RegexOptions.IgnoreCase)]
    private static partial Regex Loud();

    [GeneratedRegex(@"\d\s?dB|decibel", RegexOptions.IgnoreCase)]
    private static partial Regex Loudness();

    [GeneratedRegex(@"\byour (tele)?phone( number)?\b|\bnumber to call\b|\bcan i call you\b", RegexOptions.IgnoreCase)]
    private static partial Regex Phone();

    [GeneratedRegex(@"\+?\d[\d /()-]{6,}\d")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(
        @"\bhow (long|soon|fast|quickly|often)\b|\bhow many (days|weeks|months|years|hours)\b|\b(until|till|by"
            + @"|since) when\b|\bwhen (can|do|does|will|is|are|must|should|may)\b|\bdeadline\b|\buntil what time\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(
        @"\bhow much (does|do|is|are|will|would|did|for|money)\b|\b(cost|costs|price|prices|fee|fees)\b"
            + @"|\bwhat do you charge\b|\bhow expensive\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Money();

    [GeneratedRegex(@"\b(what|which) temperature\b|\bhow (hot|warm|cold)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Temperature();

    [GeneratedRegex(
        @"\bhow (many|much|far|heavy|loud|big|large|wide|tall|high|deep)\b|\bwhat (pressure|size|weight|volume|range"
            + @"|capacity)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Count();

    [GeneratedRegex(
        @"\bhow (do|can|to|should|must|could|would|may) ?(i|we|you|one)?\b|\bwhat (should|can|must|do) i do\b"
            + @"|\bwhere (do|can) i\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Way();

    [GeneratedRegex(
        @"^\d+\. |^(- )?(press|open|choose|go to|use|hold|fill|pull|wipe|clean|check|send|write|store|wash|turn|draw"
            + @"|enter|put|set|wait|add|connect|empty|tap|take|keep|soak|spray|measure|sign|under|charge|place|every"
            + @"|look)\b",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Instruction();

    [GeneratedRegex(
        @"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|half an?|a)(\s?[–-]\s?\d+|\s(to|or"
            + @"|and a half)\s?\w*)?\s(\w+\s)?(day|hour|week|month|minute|year|second|charge)s?\b|\b(same"
            + @"|next) (working )?day\b|\bevery\b|\b(once|twice) a\b|\d{1,2}:\d\d|\buntil \d+ \w+|\bat once\b"
            + @"|\bas soon as\b|\bon the day\b|: \d+[–-]\d+\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Duration();

    [GeneratedRegex(@"[€$£]\s?\d|\d\s?(€|EUR|USD)|\bfree\b|\bat (our|no) cost\b", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\d\s?°|R-value", RegexOptions.IgnoreCase)]
    private static partial Regex Degrees();

    [GeneratedRegex(@"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozen)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
