using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.Projects;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>What an email is read against.</summary>
/// <param name="Mailbox">The one that it lay in.</param>
/// <param name="OwnAddresses">Where mail to us goes.</param>
public sealed record MailSurroundings(
    Project Project,
    Mailbox? Mailbox,
    IReadOnlyList<string> OwnAddresses,
    IReadOnlyList<Mailbox> Mailboxes)
{
    /// <summary>Whether this is one of our own addresses, with or without a plus part.</summary>
    public bool IsOwn(string address) =>
        OwnAddresses.Any(own =>
            own.Equals(WithoutPlus(address), StringComparison.OrdinalIgnoreCase)
            || own.Equals(address, StringComparison.OrdinalIgnoreCase));

    /// <summary>The mailbox that an email came into: where it lay, else the first that it was sent to.</summary>
    public Mailbox? MailboxOf(ReadMail mail) =>
        Mailbox
        ?? mail.DeliveredTo.Concat(mail.To.Concat(mail.Cc).Select(person => person.Address))
            .Select(address =>
                Mailboxes.FirstOrDefault(box =>
                    box.Address.Equals(WithoutPlus(address), StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(box => box is not null);

    private static string WithoutPlus(string address)
    {
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return plus > 0 && plus < at ? address[..plus] + address[at..] : address;
    }
}
