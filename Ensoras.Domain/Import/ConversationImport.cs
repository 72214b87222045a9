using System.Text.Json.Nodes;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Import;

/// <summary>Conversations become tickets: customers by name, messages replayed through the ticket's own operations, the kind of conversation as a tag.</summary>
public sealed class ConversationImport(IDbContextFactory<EnsorasDb> databases, TicketDesk desk, TimeProvider time) : IImportFormat
{
    private static readonly Actor FormerAgent = new(Sender.Agent, null, "Agent (imported)", Role.Lead);

    public string What => "conversations";

    public bool Recognises(JsonObject item) => item["subject"] is not null && item["messages"] is JsonArray;

    public async Task StoreAsync(Guid projectId, IReadOnlyList<ImportItem> batch, IImportTally tally, CancellationToken cancellationToken)
    {
        var read = new List<(string Key, Conversation Conversation)>();
        foreach (var item in batch)
        {
            if (Conversation.Read(item.Json, out var conversation) is { } fault)
            {
                tally.Skip(item.Place, fault);
            }
            else
            {
                read.Add(($"conversation:{conversation!.Id}", conversation));
            }
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var keys = read.Select(each => each.Key).ToList();
        var known = await db.Tickets.Where(ticket => ticket.ProjectId == projectId && keys.Contains(ticket.ImportKey!))
            .Select(ticket => ticket.ImportKey).ToListAsync(cancellationToken).ConfigureAwait(false);
        var fresh = read.Where(each => !known.Contains(each.Key)).DistinctBy(each => each.Key).ToList();
        tally.AlreadyThere(read.Count - fresh.Count);
        if (fresh.Count == 0)
        {
            return;
        }

        var customers = await CustomersAsync(projectId, db, fresh.Select(each => each.Conversation.Customer), cancellationToken).ConfigureAwait(false);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var openings = fresh.Select(each => Opening(projectId, each.Key, each.Conversation, customers[each.Conversation.Customer], now)).ToList();
        await desk.OpenManyAsync(openings, null, cancellationToken).ConfigureAwait(false);
        tally.Add(fresh.Count);
    }

    public Task FinishAsync(Guid projectId, IImportTally tally, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The file has no addresses: a customer is known by name, among customers without an address.</summary>
    private async Task<Dictionary<string, Customer>> CustomersAsync(Guid projectId, EnsorasDb db, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.Distinct().ToList();
        var found = await db.Customers.Where(customer => customer.ProjectId == projectId && customer.NormalizedEmail == null && wanted.Contains(customer.Name))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var byName = found.DistinctBy(customer => customer.Name).ToDictionary(customer => customer.Name);
        foreach (var name in wanted.Where(name => !byName.ContainsKey(name)))
        {
            db.Add(byName[name] = new Customer(projectId, name, null, time.GetUtcNow()));
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return byName;
    }

    private static NewTicket Opening(Guid projectId, string key, Conversation conversation, Customer customer, DateTimeOffset now) =>
        new(projectId, customer.Id, Channel.Email, conversation.Subject, Actor.Of(customer), (ticket, stamp) => Replay(ticket, stamp, conversation, customer))
        {
            ImportKey = key,
            At = now - TimeSpan.FromSeconds(conversation.Lines.Count),
        };

    /// <summary>The file has no times either: the messages follow each other by a second, the last one now.</summary>
    private static void Replay(Ticket ticket, Stamp opened, Conversation conversation, Customer customer)
    {
        var at = opened.At;
        var handledByPeople = conversation.Lines.Any(line => !line.IsCustomer);
        foreach (var line in conversation.Lines)
        {
            if (line.IsCustomer)
            {
                ticket.CustomerWrote(new Stamp(Actor.Of(customer), at), line.Text, null);
                if (handledByPeople && ticket.Type is TicketType.Ensoras)
                {
                    ticket.ImportAsHumanHandled(new Stamp(Actor.System, at));
                }
            }
            else
            {
                var reply = ticket.Reply(new Stamp(FormerAgent, at), line.Text, TimeSpan.Zero);
                ticket.ClaimForSending(new Stamp(Actor.System, at), reply.Id, at);
                ticket.Delivered(new Stamp(Actor.System, at), reply.Id);
            }

            at += TimeSpan.FromSeconds(1);
        }

        ticket.SkipWorkflows();
        if (conversation.Kind is { } kind)
        {
            ticket.AddTag(new Stamp(Actor.System, at), kind);
        }

        if (conversation.IsClosed)
        {
            ticket.Close(new Stamp(Actor.System, at));
        }
    }
}
