using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Ensoras.Domain.Projects;

namespace Ensoras.Domain.Channels.Email;

/// <summary>
/// The ticket that a reply belongs to, signed with the project's secret, in the plus part of the address that a reply
/// goes to and in each Message-ID of ours. In letters that survive being written in capitals.
/// </summary>
public static partial class ReplyToken
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int SignatureBytes = 10;

    /// <summary>Such as t42-mfrggzdfmztwq2lk.</summary>
    public static string Of(Project project, Guid ticketId, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"t{number}-{Sign(project.MailSecret, ticketId)}");

    /// <summary>
    /// The address with the token in its plus part; null where that makes it longer than an address may be.
    /// </summary>
    public static string? AddressOf(string address, string token)
    {
        var at = address.LastIndexOf('@');
        return at + token.Length < 64 && address.IndexOf('+', StringComparison.Ordinal) is var plus
            ? $"{address[..(plus >= 0 && plus < at ? plus : at)]}+{token}{address[at..]}"
            : null;
    }

    /// <summary>The token that an address or a Message-ID holds; nothing is said about its signature yet.</summary>
    public static (int Number, string Signature)? Find(string text) =>
        Token().Match(text) is { Success: true } match
            ? (
                int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups[2].Value.ToLowerInvariant())
            : null;

    /// <summary>The message of which a Message-ID of ours is; null for every other.</summary>
    public static Guid? MessageIdIn(string mailId) =>
        OwnMailId().Match(mailId) is { Success: true } match ? Guid.ParseExact(match.Groups[1].ValueSpan, "N") : null;

    /// <summary>Whether this project signed the token for this ticket.</summary>
    public static bool IsSigned(Project project, Guid ticketId, string signature) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Sign(project.MailSecret, ticketId)),
            Encoding.ASCII.GetBytes(signature));

    private static string Sign(string secret, Guid ticketId)
    {
        var hash = HMACSHA256.HashData(
            Encoding.ASCII.GetBytes(secret),
            Encoding.ASCII.GetBytes($"reply to {ticketId:N}"));
        var text = new StringBuilder(SignatureBytes * 8 / 5);
        var (bits, count) = (0, 0);
        foreach (var one in hash.AsSpan(0, SignatureBytes))
        {
            (bits, count) = ((bits << 8) | one, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Letters[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return text.ToString();
    }

    [GeneratedRegex(@"[+.]t(\d{1,9})-([a-z2-7]{16})@", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex("^([0-9a-f]{32})(?:[.@]|$)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex OwnMailId();
}
