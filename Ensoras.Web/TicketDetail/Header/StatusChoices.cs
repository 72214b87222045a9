using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketDetail.Header;

/// <summary>Which statuses a person can choose for a ticket, and what choosing one does.</summary>
public static class StatusChoices
{
    /// <summary>The statuses to offer, the present one among them; empty when nothing can be chosen.</summary>
    public static IReadOnlyList<TicketStatus> For(Ticket ticket, Actor by)
    {
        var choices = Enum.GetValues<TicketStatus>().Where(status => status == ticket.Status || CanBecome(ticket, status, by)).ToList();
        return choices.Count > 1 ? choices : [];
    }

    /// <summary>Leads the ticket to <paramref name="status"/> by the operation that goes there.</summary>
    public static void Choose(Ticket ticket, Stamp stamp, TicketStatus status)
    {
        if (status is TicketStatus.Closed)
        {
            ticket.Close(stamp);
        }
        else if (!ticket.IsOpen && status == AfterReopening(ticket))
        {
            ticket.Reopen(stamp);
        }
        else
        {
            ticket.ChangeStatus(stamp, status);
        }
    }

    private static bool CanBecome(Ticket ticket, TicketStatus status, Actor by) => status switch
    {
        TicketStatus.AwaitingApproval => false,
        TicketStatus.Closed => ticket.Can(TicketAction.Close, by),
        _ when !ticket.IsOpen => status == AfterReopening(ticket) && ticket.Can(TicketAction.Reopen, by),
        _ => ticket.Can(TicketAction.ChangeStatus, by),
    };

    private static TicketStatus AfterReopening(Ticket ticket) =>
        ticket.Type is TicketType.Human ? TicketStatus.AwaitingAgent : TicketStatus.AwaitingEnsoras;
}
