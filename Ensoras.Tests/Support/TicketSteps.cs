using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Support;

/// <summary>
/// Leads a ticket to where a test begins, by the operations that lead there. All of them work in memory and inside a
/// change at the desk.
/// </summary>
internal static class TicketSteps
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A ticket in memory with the customer's first message.</summary>
    public static Ticket Opened(Channel channel = Channel.Widget, DateTimeOffset? at = null)
    {
        var stamp = Cast.Customer.At(at ?? Morning);
        var ticket = Ticket.Open(
            new NewTicket(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                channel,
                "Where is my order?",
                Cast.Customer,
                (_, _) => { }),
            1,
            stamp);
        ticket.CustomerWrote(stamp, "Where is my order?", null);
        return ticket;
    }

    /// <summary>Leads a ticket that has just been opened to <paramref name="status"/>.</summary>
    public static Ticket Led(
        this Ticket ticket,
        TicketStatus status,
        TicketType type = TicketType.Ensoras,
        DateTimeOffset? when = null)
    {
        var at = when ?? Morning;
        if (type is TicketType.Human)
        {
            ticket.Escalate(Cast.Jonas.At(at));
        }

        switch (status)
        {
            case TicketStatus.AwaitingApproval:
                ticket.Draft(at);
                break;
            case TicketStatus.AwaitingAgent when type is TicketType.Ensoras:
                ticket.ChangeStatus(Cast.Jonas.At(at), TicketStatus.AwaitingAgent);
                break;
            case TicketStatus.AwaitingCustomer:
                ticket.Reply(Cast.Jonas.At(at), "It left our warehouse.", TimeSpan.Zero);
                ticket.Deliver(at);
                break;
            case TicketStatus.Resolved:
                ticket.ChangeStatus(Cast.Jonas.At(at), TicketStatus.Resolved);
                break;
            case TicketStatus.Closed:
                ticket.Close(Cast.Jonas.At(at));
                break;
        }

        return ticket.Status == status && ticket.Type == type
            ? ticket
            : throw new InvalidOperationException($"No way leads to {status}, {type}.");
    }

    /// <summary>Ensoras writes the draft that is asked for; if none is, a person asks first.</summary>
    public static Message Draft(
        this Ticket ticket,
        DateTimeOffset at,
        string text = "It is on its way.",
        params ToolCall[] calls)
    {
        if (!ticket.IsPreparing)
        {
            ticket.RequestDraft(Cast.Jonas.At(at));
        }

        Assert.True(
            ticket.DraftReady(
                Actor.Ensoras.At(at),
                ticket.DraftRequestId!.Value,
                new WrittenDraft(text, [], calls),
                TimeSpan.Zero));
        return ticket.Messages[^1];
    }

    /// <summary>Everything that is queued and due goes out.</summary>
    public static void Deliver(this Ticket ticket, DateTimeOffset at)
    {
        foreach (
            var message in ticket
                .Messages.Where(message => message.Status is MessageStatus.Queued)
                .OrderBy(message => message.DueAt)
                .ThenBy(message => message.Number)
                .ToList())
        {
            if (ticket.ClaimForSending(Actor.System.At(at), message.Id, at))
            {
                ticket.Delivered(Actor.System.At(at), message.Id);
            }
        }
    }

    /// <summary>Runs every approved tool of the ticket.</summary>
    public static void RunTools(this Ticket ticket, DateTimeOffset at, Func<ToolCall, bool>? succeeds = null)
    {
        foreach (
            var call in ticket
                .Messages.SelectMany(message => message.ToolCalls)
                .Where(call => call.Status is ToolCallStatus.Approved)
                .ToList())
        {
            Assert.True(ticket.ClaimTool(Actor.System.At(at), call.Id));
            var succeeded = succeeds?.Invoke(call) ?? true;
            ticket.ToolEnded(
                Actor.System.At(at),
                call.Id,
                succeeded,
                succeeded ? "done" : "the shop is down",
                TimeSpan.Zero);
        }
    }

    public static Message Pending(this Ticket ticket) => ticket.Messages.Single(message => message.IsPendingDraft);
}
