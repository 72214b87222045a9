using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>A draft as it was when somebody opened its preview.</summary>
/// <param name="Grace">How long an approval can be undone.</param>
public sealed record PreviewedDraft(TicketSnapshot Ticket, Message Draft, TimeSpan Grace);
