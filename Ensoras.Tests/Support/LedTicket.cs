using System.Text;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Support;

/// <summary>A ticket in a world's storage, changed only through the one door and always read back.</summary>
public sealed class LedTicket
{
    private readonly World _world;

    private LedTicket(World world, Guid id) => (_world, Id) = (world, id);

    public Guid Id { get; }

    /// <summary>A stored ticket at <paramref name="status"/>.</summary>
    public static async Task<LedTicket> AtAsync(
        World world,
        TicketStatus status,
        TicketType type = TicketType.Ensoras,
        Channel channel = Channel.Email)
    {
        var ticket = new LedTicket(world, (await world.GivenTicketAsync(channel: channel)).Id);
        await ticket.DoAsync(world.Jonas, (opened, stamp) => opened.Led(status, type, stamp.At));
        return ticket;
    }

    public Task DoAsync(Ensoras.Domain.People.Agent by, Action<Ticket, Stamp> change) =>
        _world.ChangeAsync(Id, by, change);

    /// <summary>Changes it and gives back the id of the message that the change returns.</summary>
    public async Task<Guid> DoAsync(Ensoras.Domain.People.Agent by, Func<Ticket, Stamp, Message> change) =>
        (await _world.Desk.ChangeAsync(Id, Actor.Of(by), change, CancellationToken.None)).Id;

    public Task<TicketSnapshot> ReadAsync() => _world.DetailAsync(Id);

    /// <summary>The ticket's own row as stored.</summary>
    public async Task<Ticket> RowAsync() => (await ReadAsync()).Ticket;

    public async Task<Message> MessageAsync(Guid id) => (await ReadAsync()).Thread.Single(message => message.Id == id);

    /// <summary>
    /// Every stored value of the ticket, its messages, tool calls and history: what must not change when something is
    /// refused.
    /// </summary>
    public async Task<string> DumpAsync()
    {
        await using var db = await _world.OpenDbAsync();
        await db.Tickets.Where(row => row.Id == Id).LoadAsync();
        await db.Messages.Where(row => row.TicketId == Id).Include(row => row.ToolCalls).LoadAsync();
        await db.TicketEvents.Where(row => row.TicketId == Id).LoadAsync();
        return Describe(db);
    }

    private static string Describe(EnsorasDb db)
    {
        var text = new StringBuilder();
        foreach (
            var entry in db
                .ChangeTracker.Entries()
                .OrderBy(entry => entry.Metadata.Name)
                .ThenBy(entry => entry.CurrentValues[nameof(Ticket.Id)]!.ToString()))
        {
            text.AppendLine(entry.Metadata.ShortName());
            foreach (var property in entry.Properties)
            {
                text.Append("  ")
                    .Append(property.Metadata.Name)
                    .Append(" = ")
                    .Append(property.CurrentValue)
                    .AppendLine();
            }
        }

        return text.ToString();
    }
}
