using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Tickets;

/// <summary>What each filter means: one <c>Where</c> for each.</summary>
internal static class TicketMatching
{
    /// <summary>The tickets of a list, in no order.</summary>
    /// <param name="found">What the filter's words found; null when it has none, or when they shall not count.</param>
    public static IQueryable<Ticket> Matching(this EnsorasDb db, Guid projectId, TicketFilter filter, bool inInbox,
        FoundTickets? found)
    {
        var tickets = filter.Customer is { } customer ? OfCustomer(db, projectId, customer)
            : db.Tickets.Where(ticket => ticket.ProjectId == projectId);
        if (filter.Problem is not null)
        {
            return tickets.Where(ticket => false);
        }

        tickets = inInbox ? InInbox(tickets, filter) : OfStatusAndPriority(tickets, filter);
        tickets = filter.Channel is { } channel ? tickets.Where(ticket => ticket.Channel == channel) : tickets;
        tickets = filter.Type is { } type ? tickets.Where(ticket => ticket.Type == type) : tickets;
        tickets = filter.AssignedTo is { } assigned ? tickets.Where(ticket => ticket.AssigneeId == assigned.AgentId)
            : tickets;
        tickets = filter.TeamId is { } team ? tickets.Where(ticket => ticket.TeamId == team) : tickets;
        tickets = filter.CreatedFrom is { } from ? tickets.Where(ticket => ticket.CreatedAt >= from) : tickets;
        tickets = filter.CreatedBefore is { } before ? tickets.Where(ticket => ticket.CreatedAt < before) : tickets;
        tickets = filter.Tool is { } tool ? ThatRan(db, tickets, tool) : tickets;
        tickets = filter.WorkflowId is { } workflow ? ThatMet(db, tickets, workflow) : tickets;
        var numbers = found?.Numbers;
        return numbers is null ? tickets : tickets.Where(ticket => numbers.Contains(ticket.Number));
    }

    // The customer's few tickets are found by their own index; the project is asked of the customer, so that no other
    // index offers itself.
    private static IQueryable<Ticket> OfCustomer(EnsorasDb db, Guid projectId, OfCustomer customer)
    {
        var tickets = db.Tickets.Where(ticket => ticket.CustomerId == customer.CustomerId
            && db.Customers.Any(writer => writer.Id == customer.CustomerId && writer.ProjectId == projectId));
        return customer.OpenOnly ? tickets.Where(ticket => ticket.Status != TicketStatus.Closed) : tickets;
    }

    // Status and priority are the two digits of the rank, which stands in every index of the Inbox.
    private static IQueryable<Ticket> InInbox(IQueryable<Ticket> tickets, TicketFilter filter)
    {
        if (filter.Status is null && filter.Priority is null)
        {
            return tickets.Where(ticket => ticket.InboxRank != null);
        }

        int?[] ranks = [.. Inbox.Ranks(filter.Status, filter.Priority)];
        return tickets.Where(ticket => ticket.InboxRank != null && ranks.Contains(ticket.InboxRank));
    }

    private static IQueryable<Ticket> OfStatusAndPriority(IQueryable<Ticket> tickets, TicketFilter filter)
    {
        tickets = filter.Status is { } status ? tickets.Where(ticket => ticket.Status == status) : tickets;
        return filter.Priority is { } priority ? tickets.Where(ticket => ticket.Priority == priority) : tickets;
    }

    /// <summary>The calls of a tool that have run, whether they succeeded or failed.</summary>
    public static IQueryable<ToolCall> CallsThatRan(EnsorasDb db, string tool) =>
        db.ToolCalls.Where(call => call.Name == tool
            && (call.Status == ToolCallStatus.Succeeded || call.Status == ToolCallStatus.Failed));

    private static IQueryable<Ticket> ThatRan(EnsorasDb db, IQueryable<Ticket> tickets, string tool)
    {
        var where =
            from call in CallsThatRan(db, tool)
            join message in db.Messages on call.MessageId equals message.Id
            select message.TicketId;
        return tickets.Where(ticket => where.Contains(ticket.Id));
    }

    private static IQueryable<Ticket> ThatMet(EnsorasDb db, IQueryable<Ticket> tickets, Guid workflowId)
    {
        var where = db.WorkflowRuns.Where(run => run.WorkflowId == workflowId && run.Matched)
            .Select(run => run.TicketId);
        return tickets.Where(ticket => where.Contains(ticket.Id));
    }
}
