using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>Who wrote an email, who else takes part, and its files.</summary>
public sealed partial class MailTickets
{
    private static readonly string[] Nobodies = ["noreply", "no-reply", "donotreply", "do-not-reply"];

    /// <summary>The customer with that address; a new one is stored with the ticket.</summary>
    private async Task<Customer> FindSenderAsync(
        EnsorasDb db,
        Placing placing,
        MailThread thread,
        CancellationToken cancellationToken)
    {
        var (mail, read) = (placing.Mail, placing.Read);
        var person = Writer(placing) ?? new MailPerson(Customer.Unnamed, "");
        var address = Customer.Normalize(person.Address);
        var known =
            address is { Length: > 0 } && thread.Ticket is null
                ? await db
                    .Customers.Where(customer =>
                        customer.ProjectId == mail.ProjectId && customer.NormalizedEmail == address)
                    // What a visitor only typed is not theirs: it counts once an email or an import came from there.
                    .Where(customer =>
                        customer.IsVerified
                        || db.Tickets.Any(ticket =>
                            ticket.CustomerId == customer.Id && ticket.Channel == Channel.Email))
                    .OrderByDescending(customer => customer.IsVerified)
                    .ThenBy(customer => customer.CreatedAt)
                    .FirstOrDefaultAsync(cancellationToken)
                    .ConfigureAwait(false)
                : null;
        if (known is not null)
        {
            return known;
        }

        placing.Now = time.GetUtcNow();
        var created = new Customer(mail.ProjectId, person.Name, person.Address, placing.Now);
        if (address is { Length: > 0 } && !read.Authentication.HasFailed)
        {
            created.Verify(null);
        }

        return created;
    }

    /// <summary>Forms write as nobody and name the person in Reply-To.</summary>
    private static MailPerson? Writer(Placing placing) =>
        placing.Read.From is { } from
        && Nobodies.Contains(from.Address.Split('@')[0], StringComparer.OrdinalIgnoreCase)
        && placing.Read.ReplyTo.FirstOrDefault(person => !placing.Surroundings.IsOwn(person.Address)) is { } person
            ? person
            : placing.Read.From;

    /// <summary>Who else was written to: neither we, nor the customer, nor somebody of the team.</summary>
    private static async Task<IReadOnlyList<TicketParticipant>> OthersAsync(
        EnsorasDb db,
        Placing placing,
        string? customerAddress,
        CancellationToken cancellationToken)
    {
        var read = placing.Read;
        var others = read
            .To.Concat(read.Cc)
            .Concat(read.From is { } from ? [from] : [])
            .Where(person =>
                !placing.Surroundings.IsOwn(person.Address)
                && Customer.Normalize(person.Address) != customerAddress
                && ReplyToken.Find(person.Address) is null)
            .DistinctBy(person => person.Address.ToUpperInvariant())
            .Take(Ticket.MaxParticipants)
            .ToList();
        if (others.Count == 0)
        {
            return [];
        }

        var addresses = others.ConvertAll(person => person.Address.ToUpperInvariant());
        var agents = await db
            .Agents.Where(agent =>
                agent.ProjectId == placing.Mail.ProjectId && addresses.Contains(agent.NormalizedEmail!))
            .Select(agent => agent.NormalizedEmail)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. others
                .Where(person => !agents.Contains(person.Address.ToUpperInvariant()))
                .Select(person => new TicketParticipant(person.Name.Cut(120), person.Address)),
        ];
    }

    /// <summary>Its Message-ID, unless another email has the same one, which happens with broken senders.</summary>
    private static async Task<string?> FreeMailIdAsync(
        EnsorasDb db,
        Placing placing,
        CancellationToken cancellationToken) =>
        placing.Read.MailId is { } mailId
        && !await db
            .InboundMails.AnyAsync(
                row => row.ProjectId == placing.Mail.ProjectId && row.MailId == mailId && row.TicketId != null,
                cancellationToken)
            .ConfigureAwait(false)
            ? mailId
            : null;

    private async Task<StoredFiles> StoreFilesAsync(Placing placing, CancellationToken cancellationToken)
    {
        var (ids, leftOut) = (new List<Guid>(), new List<string>());

        foreach (var file in placing.Read.Files)
        {
            if (ids.Count == Attachment.MaxPerMessage)
            {
                leftOut.Add(file.Name);
                continue;
            }

            using var bytes = new BoundedStream(Attachment.MaxBytes);
            try
            {
                file.WriteTo(bytes, cancellationToken);
                using var content = bytes.Read();
                var stored = await attachments
                    .ReceiveAsync(
                        new NewAttachment(null, placing.Mail.Id, file.Name, file.MediaType),
                        content,
                        cancellationToken)
                    .ConfigureAwait(false);
                ids.Add(stored.Id);
            }
            catch (Exception error)
                when (error is BoundedStream.FullException or RuleBrokenException or FormatException)
            {
                leftOut.Add(file.Name);
            }
        }

        return new StoredFiles(ids, leftOut);
    }
}
