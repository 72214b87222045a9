namespace Ensoras.Domain.Tickets;

/// <summary>What may be offered on screen, from what a screen has read.</summary>
public static class TicketRules
{
    public static bool Can(TicketAction action, TicketStatus status, Actor by) =>
        TicketTransitions.Allows(action, status)
        && (TicketTransitions.LeastRole(action) is not { } least || by.IsAtLeast(least));
}
