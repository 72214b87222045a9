using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>Which conversation an email belongs to.</summary>
/// <param name="Ticket">The one that it answers; null when it answers none, or its sender does not take part in
/// it.</param>
/// <param name="LinkTo">The one that it names though its sender does not take part.</param>
/// <param name="Agent">The agent whose address it was sent from, when it answers a ticket.</param>
/// <param name="HasNewSubject">Whether it answers under another subject.</param>
/// <param name="IsSigned">Whether our own signed token named the ticket.</param>
public sealed record MailThread(FoundThread? Ticket, Guid? LinkTo, Agent? Agent, bool HasNewSubject, bool IsSigned)
{
    public static readonly MailThread New = new(null, null, null, false, false);
}

/// <summary>A ticket that an email names.</summary>
public sealed record FoundThread(
    Guid Id,
    int Number,
    string Title,
    Guid CustomerId,
    string? CustomerAddress,
    string? ParticipantList)
{
    /// <summary>Whether somebody with this address takes part.</summary>
    public bool TakesPart(string normalizedAddress) =>
        CustomerAddress == normalizedAddress
        || ParticipantsOf(ParticipantList).Any(person => person.Is(normalizedAddress));

    private static TicketParticipant[] ParticipantsOf(string? list) =>
        list is null
            ? []
            : System.Text.Json.JsonSerializer.Deserialize<TicketParticipant[]>(
                list,
                System.Text.Json.JsonSerializerOptions.Default)!;
}

/// <summary>
/// Decides which ticket an email belongs to: our signed token in an address that it was sent to or in a Message-ID
/// that it answers, then In-Reply-To, then References. Knowing one of them gives nobody a right: the sender must take
/// part.
/// </summary>
public static class Threading
{
    private const int MaxAsked = 30;

    public static async Task<MailThread> DecideAsync(
        EnsorasDb db,
        Project project,
        ReadMail mail,
        CancellationToken cancellationToken)
    {
        var (found, isSigned) = await FindSignedAsync(db, project, mail, cancellationToken).ConfigureAwait(false)
            is { } signed
            ? (signed, true)
            : (await FindAnsweredAsync(db, project, mail, cancellationToken).ConfigureAwait(false), false);
        if (found is null || mail.From is not { } from)
        {
            return MailThread.New;
        }

        var address = from.Address.ToUpperInvariant();
        if (found.TakesPart(address))
        {
            return new MailThread(found, null, null, IsOther(mail.Subject, found.Title), isSigned);
        }

        var agent = await db
            .Agents.AsNoTracking()
            .FirstOrDefaultAsync(
                row => row.ProjectId == project.Id && row.NormalizedEmail == address && row.IsActive,
                cancellationToken)
            .ConfigureAwait(false);
        return agent is null
            ? MailThread.New with
            {
                LinkTo = found.Id,
            }
            : new MailThread(found, null, agent, false, isSigned);
    }

    /// <summary>Subjects without what mail programs put before them and what we put behind them.</summary>
    internal static bool IsOther(string subject, string title)
    {
        var (own, known) = (SubjectWords.Of(subject), SubjectWords.Of(title));
        return own.Length > 0
            && known.Length > 0
            && !own.Contains(known, StringComparison.OrdinalIgnoreCase)
            && !known.Contains(own, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<FoundThread?> FindSignedAsync(
        EnsorasDb db,
        Project project,
        ReadMail mail,
        CancellationToken cancellationToken)
    {
        IEnumerable<string> places =
        [
            .. mail.DeliveredTo,
            .. mail.To.Concat(mail.Cc).Select(person => person.Address),
            .. Answered(mail),
        ];
        foreach (var (number, signature) in places.Select(ReplyToken.Find).OfType<(int, string)>().Distinct().Take(10))
        {
            var found = await Select(
                    db,
                    db.Tickets.Where(ticket => ticket.ProjectId == project.Id && ticket.Number == number))
                .SingleOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            if (found is not null && ReplyToken.IsSigned(project, found.Id, signature))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>By the emails that came in before: In-Reply-To first, then the newest reference.</summary>
    private static async Task<FoundThread?> FindAnsweredAsync(
        EnsorasDb db,
        Project project,
        ReadMail mail,
        CancellationToken cancellationToken)
    {
        var ids = Answered(mail).Distinct().Take(MaxAsked).ToList();
        if (ids.Count == 0)
        {
            return null;
        }

        var known = await db
            .InboundMails.Where(row =>
                row.ProjectId == project.Id && ids.Contains(row.MailId!) && row.TicketId != null)
            .Select(row => new { row.MailId, row.TicketId })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var ticketId = ids.Select(id => known.Find(row => row.MailId == id)?.TicketId)
            .FirstOrDefault(id => id is not null);
        return ticketId is null
            ? null
            : await Select(db, db.Tickets.Where(ticket => ticket.Id == ticketId))
                .SingleOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
    }

    private static IEnumerable<string> Answered(ReadMail mail) =>
        (mail.InReplyTo is { } answered ? [answered] : Array.Empty<string>()).Concat(mail.References.Reverse());

    private static IQueryable<FoundThread> Select(EnsorasDb db, IQueryable<Ticket> tickets) =>
        from ticket in tickets
        join customer in db.Customers on ticket.CustomerId equals customer.Id
        select new FoundThread(
            ticket.Id,
            ticket.Number,
            ticket.Title,
            customer.Id,
            customer.NormalizedEmail,
            ticket.ParticipantList);
}
