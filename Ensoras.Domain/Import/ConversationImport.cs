using System.Data.Common;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Import;

/// <summary>
/// Conversations become tickets: messages replayed through the ticket's own operations, the kind of conversation as a
/// tag.
/// </summary>
public sealed class ConversationImport(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    AttachmentStore attachments,
    TimeProvider time) : IImportFormat
{
    private ImportedCustomers? _customers;

    public Sentence What => Sentence.Of("Import.Conversations");

    public bool Recognises(JsonElement item) => item.Find("messages") is not null;

    public async Task StoreAsync(
        Guid projectId,
        IReadOnlyList<ImportItem> batch,
        IImportTally tally,
        CancellationToken cancellationToken)
    {
        _customers ??= new ImportedCustomers(projectId, time);
        var read = batch
            .Select(item => (item.Place, Conversation: Read(item, tally)))
            .Where(each => each.Conversation is not null)
            .ToList();
        var keys = read.Select(each => each.Conversation!.Key).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var known = await db
            .Tickets.Where(ticket => ticket.ProjectId == projectId && keys.Contains(ticket.ImportKey!))
            .Select(ticket => ticket.ImportKey)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var fresh = read.Where(each => !known.Contains(each.Conversation!.Key))
            .DistinctBy(each => each.Conversation!.Key)
            .ToList();
        tally.AlreadyThere(read.Count - fresh.Count);
        await _customers
            .LoadAsync(db, fresh.Select(each => each.Conversation!.Customer.Email), cancellationToken)
            .ConfigureAwait(false);
        var ready = fresh
            .Select(each => new Ready(
                each.Place,
                each.Conversation!,
                _customers.Of(each.Conversation!.Customer, what => tally.Note(each.Place, what))))
            .ToList();

        // All at once is fast; if one of them cannot be stored, each is taken by itself, and only that one is left out.
        if (ready.Count > 0 && await WhyNotAsync(projectId, ready, cancellationToken).ConfigureAwait(false) is null)
        {
            tally.Add(ready.Count);
            return;
        }

        var faults = new List<(int Place, Exception Error)>();
        foreach (var one in ready)
        {
            if (await WhyNotAsync(projectId, [one], cancellationToken).ConfigureAwait(false) is { } error)
            {
                faults.Add((one.Place, error));
            }
        }

        // When the database took none of several, it is not their fault.
        if (
            faults.Count > 1
            && faults.Count == ready.Count
            && faults.TrueForAll(fault => fault.Error is DbUpdateException))
        {
            ExceptionDispatchInfo.Throw(faults[^1].Error);
        }

        tally.Add(ready.Count - faults.Count);
        faults.ForEach(fault =>
            tally.Skip(
                fault.Place,
                fault.Error is DbUpdateException ? Sentence.Of("Import.NotStored") : WhyOf(fault.Error)));
    }

    public Task FinishAsync(Guid projectId, IImportTally tally, CancellationToken cancellationToken)
    {
        _customers = null;
        return Task.CompletedTask;
    }

    private Conversation? Read(ImportItem item, IImportTally tally)
    {
        // What is noted of an item that is then skipped would only be noise.
        var notes = new List<Sentence>();
        try
        {
            var conversation = new ConversationReader(time.GetUtcNow(), notes.Add).Read(item.Json);
            notes.ForEach(note => tally.Note(item.Place, note));
            return conversation;
        }
        catch (Exception error) when (IsOfTheItem(error))
        {
            tally.Skip(item.Place, WhyOf(error));
            return null;
        }
    }

    /// <summary>Stores conversations, all or none.</summary>
    /// <returns>Why one of them cannot be stored; null when they were.</returns>
    private async Task<Exception?> WhyNotAsync(
        Guid projectId,
        IReadOnlyList<Ready> batch,
        CancellationToken cancellationToken)
    {
        var files = new List<(Customer Owner, Guid Id)>();
        try
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            var openings = new List<NewTicket>(batch.Count);
            foreach (var one in batch)
            {
                var stored = await StoreFilesAsync(one, files, cancellationToken).ConfigureAwait(false);
                openings.Add(new ConversationReplay(one.Conversation, one.Customer, stored, now).Opening(projectId));
            }

            var customers = batch
                .Select(one => one.Customer)
                .DistinctBy(customer => customer.Id)
                .ToDictionary(customer => customer.Id);
            await desk.OpenManyAsync(
                    openings,
                    (db, ticket) => _customers!.AddIfNew(db, customers[ticket.CustomerId]),
                    cancellationToken)
                .ConfigureAwait(false);
            _customers!.AreStored(customers.Values);
            return null;
        }
        catch (Exception error) when (IsOfTheItem(error))
        {
            foreach (var (owner, id) in files)
            {
                await attachments.RemoveAsync(id, owner.Id, cancellationToken).ConfigureAwait(false);
            }

            return error;
        }
    }

    private async Task<ILookup<ConversationLine, Guid>> StoreFilesAsync(
        Ready one,
        List<(Customer Owner, Guid Id)> all,
        CancellationToken cancellationToken)
    {
        var stored = new List<(ConversationLine Line, Guid Id)>();
        foreach (var line in one.Conversation.Lines)
        {
            foreach (var file in line.Files)
            {
                using var content = new MemoryStream(file.Content, writable: false);
                var attachment = await attachments
                    .ReceiveAsync(
                        new NewAttachment(null, one.Customer.Id, file.Name, file.MediaType),
                        content,
                        cancellationToken)
                    .ConfigureAwait(false);
                stored.Add((line, attachment.Id));
                all.Add((one.Customer, attachment.Id));
            }
        }

        return stored.ToLookup(each => each.Line, each => each.Id);
    }

    private static Sentence WhyOf(Exception error) =>
        error is RuleBrokenException refusal ? refusal.Why : Sentence.Verbatim(error.Message);

    /// <summary>A fault of what the item says; a database that is away is none, and ends the import.</summary>
    private static bool IsOfTheItem(Exception error) =>
        error
            is RuleBrokenException
                or JsonException
                or FormatException
                or ArgumentException
                or DbUpdateException { InnerException: DbException { IsTransient: false } }
        || (error is InvalidOperationException && error.GetBaseException() is InvalidOperationException);

    private sealed record Ready(int Place, Conversation Conversation, Customer Customer);
}
