using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>A row as a screen shows it.</summary>
/// <param name="IsGone">It has left the list, but stays until the pointer has left, so that nothing jumps.</param>
/// <param name="IsNew">It came while the list was open.</param>
public readonly record struct ShownRow(TicketRow Ticket, bool IsGone = false, bool IsNew = false);
