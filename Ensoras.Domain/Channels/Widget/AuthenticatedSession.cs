using Ensoras.Domain.People;
using Ensoras.Domain.Projects;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>What a valid token opens. Read without tracking.</summary>
/// <param name="HasEnded">Whether its conversation was closed; a new message then needs a new session.</param>
/// <param name="LastShownNumber">The number of the newest message that the visitor has been shown; 0 before the
/// first.</param>
/// <param name="Who">The id under which the visitor is present on the ticket: the ticket's customer.</param>
public sealed record AuthenticatedSession(
    WidgetSession Session, Customer Customer, Project Project, bool HasEnded, int LastShownNumber, Guid Who)
{
    public Guid? TicketId => Session.TicketId;

    /// <summary>Whether the visitor who returns is who this session belongs to, as far as anybody can tell.</summary>
    /// <param name="externalId">The id that the site has signed; null when it has not.</param>
    public bool IsOf(WidgetVisitor visitor, string? externalId) =>
        Customer.ExternalId == externalId
        && (visitor.SignedInAs() is not { } now || Session.SignedInAs is not { } before || now == before);
}

/// <summary>A session that has just begun.</summary>
/// <param name="Token">Told once; only its hash is stored.</param>
public sealed record WidgetStart(string Token, Customer Customer);

/// <summary>What a visitor is told of a stored message.</summary>
/// <param name="Number">Its place in what the visitor has been shown.</param>
/// <param name="IsRepeat">Whether it had been stored before.</param>
public sealed record WidgetReceipt(int Number, DateTimeOffset At, bool IsRepeat);
