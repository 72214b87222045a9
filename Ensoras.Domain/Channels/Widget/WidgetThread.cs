using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>What a visitor is shown.</summary>
/// <param name="Messages">Oldest first.</param>
/// <param name="HasMore">Whether there are more after the last of these.</param>
/// <param name="Typist">Whose reply is on its way; null when none is.</param>
/// <param name="HasEnded">Whether the conversation is closed and everything of it is in <paramref
/// name="Messages"/>.</param>
/// <param name="WaitsFor">What has to happen next; null when it is the visitor's turn.</param>
public sealed record WidgetThread(
    IReadOnlyList<WidgetMessage> Messages, bool HasMore, WidgetTypist? Typist, bool HasEnded, WidgetWaiting? WaitsFor);

/// <summary>What a visitor's conversation waits for.</summary>
public enum WidgetWaiting
{
    /// <summary>Ensoras to find an answer.</summary>
    Draft,

    /// <summary>A reviewer to check the answer that was found.</summary>
    Review,

    /// <summary>A person to write.</summary>
    Person,
}

/// <summary>One message as the visitor is shown it: never a note, a draft or a line of the system.</summary>
/// <param name="Number">The place in what the visitor has been shown, from 1, ascending in the order of
/// showing.</param>
/// <param name="ClientId">What the visitor's browser named it; only of the visitor's own messages.</param>
public sealed record WidgetMessage(
    int Number, Sender Sender, string? AuthorName, string Body, DateTimeOffset At, string? ClientId)
{
    public IReadOnlyList<AttachedFile> Files { get; init; } = [];
}

/// <summary>Somebody whose reply the visitor is about to get.</summary>
public sealed record WidgetTypist(Sender Sender, string? Name);
