using System.Security.Cryptography;
using System.Text;
using Ensoras.Domain.Channels.Email.Reading;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>An email on its way to a ticket.</summary>
/// <param name="From">The outcome that is stored now.</param>
internal sealed record Placing(InboundMail Mail, MailOutcome From, ReadMail Read, MailSurroundings Surroundings)
{
    /// <summary>When it began: a customer with this moment is new.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>Whether one of our own addresses wrote it.</summary>
    public bool IsFromUs => Read.From is { } from && Surroundings.IsOwn(from.Address);

    /// <summary>
    /// What makes the same email recognisable, by whatever way it comes: its Message-ID and its content. Null where a
    /// person wants a second ticket of it.
    /// </summary>
    public string? ContentKey =>
        From is not MailOutcome.Ticket && Mail.ContentKey is null && Read.ContentHash.Length > 0
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Read.MailId}\n{Read.ContentHash}")))
            : Mail.ContentKey;
}

/// <summary>The files of an email that were stored, and the names of those that were not.</summary>
internal sealed record StoredFiles(IReadOnlyList<Guid> Ids, IReadOnlyList<string> LeftOut);
