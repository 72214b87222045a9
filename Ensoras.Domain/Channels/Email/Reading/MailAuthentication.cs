using MimeKit;
using MimeKit.Cryptography;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>What our own receiving server found out about the sender (RFC 8601); null where it says nothing.</summary>
public sealed record MailAuthentication(string? Spf, string? Dkim, string? Dmarc)
{
    private const string Pass = "pass";
    private const string Fail = "fail";

    public static readonly MailAuthentication Unknown = new(null, null, null);

    /// <summary>Whether the sender's domain vouches for this email.</summary>
    public bool IsProven => Is(Dmarc, Pass) || (Dmarc is null && Is(Dkim, Pass) && Is(Spf, Pass));

    /// <summary>Whether it is likely that somebody else wrote it.</summary>
    public bool HasFailed => Is(Dmarc, Fail) || (!Is(Dmarc, Pass) && !Is(Dkim, Pass) && Is(Spf, Fail));

    /// <summary>The three in a line, such as "spf=pass dkim=pass dmarc=pass"; empty when unknown.</summary>
    public override string ToString() =>
        string.Join(
            ' ',
            new[] { ("spf", Spf), ("dkim", Dkim), ("dmarc", Dmarc) }
                .Where(one => one.Item2 is not null)
                .Select(one => $"{one.Item1}={one.Item2}"));

    /// <param name="server">The id of our own receiving server; what other servers claim is not read.</param>
    public static MailAuthentication Of(HeaderList headers, string? server)
    {
        if (string.IsNullOrWhiteSpace(server))
        {
            return Unknown;
        }

        // The topmost one is our server's; a sender can only have put others below it.
        foreach (var header in headers.Where(header => header.Id is HeaderId.AuthenticationResults))
        {
            if (
                AuthenticationResults.TryParse(header.RawValue, out var results)
                && results.AuthenticationServiceIdentifier?.Equals(server.Trim(), StringComparison.OrdinalIgnoreCase)
                    is true)
            {
                return new MailAuthentication(Find(results, "spf"), Find(results, "dkim"), Find(results, "dmarc"));
            }
        }

        return Unknown;
    }

    private static string? Find(AuthenticationResults results, string method)
    {
        var found = results
            .Results.Where(result => method.Equals(result.Method, StringComparison.OrdinalIgnoreCase))
            .Select(result => result.Result)
            .ToList();
        return found.Find(result => Is(result, Pass)) ?? found.FirstOrDefault();
    }

    private static bool Is(string? result, string value) => value.Equals(result, StringComparison.OrdinalIgnoreCase);
}
