using System.Text.RegularExpressions;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>A subject without "Re:", "AW:" and our own "[#42]".</summary>
internal static partial class SubjectWords
{
    public static string Of(string subject)
    {
        var words = TicketMark().Replace(subject.Trim(), "").Trim();
        for (var prefix = Prefix().Match(words); prefix.Success; prefix = Prefix().Match(words))
        {
            words = words[prefix.Length..].Trim();
        }

        return words;
    }

    [GeneratedRegex(@"\[#\d{1,9}\]", RegexOptions.NonBacktracking)]
    private static partial Regex TicketMark();

    [GeneratedRegex(
        @"^(?:re|aw|antw|antwort|sv|vs|rif|res|odp|fwd?|wg|tr|rv|enc|回复|答复|转发)(?:\[\d{1,3}\])? ?[:：]",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Prefix();
}
