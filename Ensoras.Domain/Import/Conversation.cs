using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Import;

/// <summary>A conversation as a file has it: checked, with its customer's words first.</summary>
internal sealed record Conversation(
    string Id,
    ConversationCustomer Customer,
    string Subject,
    IReadOnlyList<ConversationLine> Lines)
{
    /// <summary>The kind of conversation, which becomes a tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Where it stood; null for wherever its messages leave it.</summary>
    public TicketStatus? Status { get; init; }

    public string Key => $"conversation:{Id}";
}

/// <summary>Who wrote, as far as the file says.</summary>
/// <param name="Id">What the file knows the person by; null when it only gives a name.</param>
internal sealed record ConversationCustomer(string Name, string? Email, string? Id);

/// <summary>One message.</summary>
/// <param name="Author">The agent's name, if the file gives one.</param>
/// <param name="At">When it was written; null when the file does not say.</param>
internal sealed record ConversationLine(bool IsCustomer, string Text, string? Author, DateTimeOffset? At)
{
    public IReadOnlyList<ConversationFile> Files { get; init; } = [];
}

/// <summary>A file that came with a message.</summary>
internal sealed record ConversationFile(string Name, string? MediaType, byte[] Content);
