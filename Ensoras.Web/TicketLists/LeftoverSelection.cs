using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>
/// What a bulk action left undone, on its way from its report to the list of Tickets of the same screen.
/// </summary>
public sealed class LeftoverSelection
{
    private IReadOnlyList<SelectedTicket> _tickets = [];

    /// <summary>Raised when there is something to take.</summary>
    public event Action? Offered;

    public void Offer(IReadOnlyList<SelectedTicket> tickets)
    {
        _tickets = tickets;
        Offered?.Invoke();
    }

    /// <summary>Gives what was offered, once.</summary>
    public IReadOnlyList<SelectedTicket> Take()
    {
        var tickets = _tickets;
        _tickets = [];
        return tickets;
    }
}
