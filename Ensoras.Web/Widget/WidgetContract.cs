using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Widget;

// What the chat in the browser sends and is answered: /api/widget/v1. Unknown fields are ignored.

internal sealed record PageBody(string? Url, string? Title)
{
    public WidgetPage AsPage() => new(Url, Title);
}

internal sealed record VisitorBody(string? Name, string? Email, string? ExternalId, string? Signature)
{
    public WidgetVisitor AsVisitor() => new(Name, Email, ExternalId, Signature);
}

/// <param name="Confirmed">Whether the visitor said that the conversation is theirs; without it, it is only asked
/// whether it may be.</param>
internal sealed record TakeoverBody(string? Name, string? Email, string? ExternalId, string? Signature, bool Confirmed)
{
    public WidgetVisitor AsVisitor() => new(Name, Email, ExternalId, Signature);
}

internal sealed record StartBody(
    string? ProjectKey, string? Name, string? Email, string? ExternalId, string? Signature, PageBody? Page)
{
    public WidgetVisitor AsVisitor() => new(Name, Email, ExternalId, Signature);
}

internal sealed record MessageBody(string? ClientId, string? Text, PageBody? Page, IReadOnlyList<Guid>? AttachmentIds);

internal sealed record ProjectAnswer(string Project, string Greeting, bool AgentsOnline);

internal sealed record StartAnswer(
    string Token, string Project, string Greeting, string VisitorName, bool Verified, bool AgentsOnline);

internal sealed record SessionAnswer(
    string State, string? VisitorName, string? Email, bool Verified, int LastEventId, bool AgentsOnline);

internal sealed record TakeoverOffer(DateTimeOffset StartedAt);

internal sealed record ReceiptAnswer(int Number, DateTimeOffset At);

/// <summary>The data of <c>event: message</c>: what to show as safe <paramref name="Html"/>, and a customer's
/// <paramref name="Text"/> as typed.</summary>
internal sealed record MessageEvent(
    int Number,
    string Sender,
    string? Author,
    string? Text,
    string? Html,
    DateTimeOffset At,
    string? ClientId,
    IReadOnlyList<AttachedFile> Files);

/// <summary>The data of <c>event: state</c>: what happens next.</summary>
/// <param name="Waiting">"draft", "review" or "person": who the conversation waits for; null when it is the visitor's
/// turn.</param>
internal sealed record StateEvent(string? Waiting, bool AgentsOnline);

/// <summary>The data of <c>event: typing</c>.</summary>
/// <param name="Who">"ensoras" or "agent".</param>
internal sealed record TypingEvent(string Who, string? Author, bool On);
