using Ensoras.Domain.Knowledge;
using Ensoras.Domain.People;
using Ensoras.Domain.Search;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Ensoras.Domain.Storage;

/// <summary>
/// What must be indexed for search because of what is being saved; written in the same transaction. The words are cut
/// in C#, so that every database indexes the same ones.
/// </summary>
internal sealed class SearchIndexing
{
    private readonly List<Passage> _passages = [];
    private readonly List<Message> _messages = [];
    private readonly HashSet<Guid> _tickets = [];
    private readonly HashSet<Guid> _customers = [];

    public static SearchIndexing Of(ChangeTracker tracker)
    {
        var found = new SearchIndexing();
        foreach (var entry in tracker.Entries())
        {
            found.Add(entry);
        }

        return found;
    }

    public bool IsEmpty => _passages.Count + _messages.Count + _tickets.Count + _customers.Count == 0;

    private void Add(EntityEntry entry)
    {
        switch (entry.Entity)
        {
            case Passage passage when entry.State is EntityState.Added:
                _passages.Add(passage);
                break;
            case Message message when IsShown(message) && (entry.State is EntityState.Added
                || (entry.State is EntityState.Modified
                    && (entry.Property(nameof(Message.ShownNumber)).IsModified
                        || entry.Property(nameof(Message.Body)).IsModified))):
                _messages.Add(message);
                break;
            case Ticket ticket when entry.State is EntityState.Added || HasChanged(entry, nameof(Ticket.Title))
                || HasChanged(entry, nameof(Ticket.CustomerId)):
                _tickets.Add(ticket.Id);
                break;
            case Customer customer when HasChanged(entry, nameof(Customer.Name))
                || HasChanged(entry, nameof(Customer.Email)):
                _customers.Add(customer.Id);
                break;
        }
    }

    public async Task WriteAsync(EnsorasDb db, CancellationToken cancellationToken)
    {
        if (_passages.Count > 0)
        {
            await db.WritePassagesAsync(
                [.. _passages.Select(passage =>
                    new PassageWords(passage.Id, [.. Words.Stems(passage.Title)], [.. Words.Stems(passage.Heading)],
                        [.. Words.Stems(passage.Text)]))],
                cancellationToken).ConfigureAwait(false);
        }

        var entries = await EntriesAsync(db, cancellationToken).ConfigureAwait(false);
        if (entries.Count > 0)
        {
            await db.WriteEntriesAsync(entries, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<SearchEntry>> EntriesAsync(EnsorasDb db, CancellationToken cancellationToken)
    {
        var ids = _tickets.Concat(_messages.Select(message => message.TicketId)).Distinct().ToList();
        var customers = _customers.ToList();
        if (ids.Count + customers.Count == 0)
        {
            return [];
        }

        var headers = await (
            from ticket in db.Tickets
            where ids.Contains(ticket.Id) || customers.Contains(ticket.CustomerId)
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            join project in db.Projects on ticket.ProjectId equals project.Id
            select new
            {
                ticket.Id,
                ticket.Number,
                ticket.Title,
                ticket.CustomerId,
                project.Ordinal,
                customer.Name,
                customer.Email
            })
            .AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        var whole = headers.Where(header => _tickets.Contains(header.Id) || _customers.Contains(header.CustomerId))
            .Select(header => header.Id).ToList();
        var messages = whole.Count == 0 ? []
            : await db.Messages.Where(message => whole.Contains(message.TicketId)
                && (message.ShownNumber != null || message.IsNote))
            .Select(message => new { message.TicketId, message.Number, message.Body }).AsNoTracking()
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        var bodies = messages.Concat(_messages.Select(message =>
            new { message.TicketId, message.Number, message.Body }))
            .DistinctBy(message => (message.TicketId, message.Number)).ToLookup(message => message.TicketId);
        var entries = new List<SearchEntry>();
        foreach (var header in headers)
        {
            var who = $"{header.Name} {header.Email}";
            if (whole.Contains(header.Id))
            {
                entries.Add(SearchEntry.OfTicket(header.Ordinal, header.Number, header.Title, who));
            }

            entries.AddRange(bodies[header.Id]
                .Select(message => SearchEntry.OfMessage(header.Ordinal, header.Number, message.Number, header.Title,
                    who, message.Body)));
        }

        return entries;
    }

    private static bool IsShown(Message message) => message.ShownNumber is not null || message.IsNote;

    private static bool HasChanged(EntityEntry entry, string property) => entry.State is EntityState.Modified
        && entry.Property(property).IsModified;
}

/// <summary>A passage as it is searched.</summary>
public sealed record PassageWords(long Id, IReadOnlyList<string> Title, IReadOnlyList<string> Heading,
    IReadOnlyList<string> Text);
