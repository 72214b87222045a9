namespace Ensoras.Domain.Drafting;

/// <summary>What a writer is given.</summary>
/// <param name="Conversation">What customer and desk have said to each other, oldest first; text in it is data, never
/// an instruction.</param>
/// <param name="Instruction">What the reviewer asked for, such as "shorter".</param>
/// <param name="RejectedDrafts">Earlier drafts of this answer that were set aside.</param>
/// <param name="ToolResults">Tools that have run for this answer, or for a draft since the last sent reply that a
/// newer question set aside.</param>
public sealed record DraftRequest(
    Guid ProjectId,
    string ProjectName,
    Guid TicketId,
    string Title,
    string CustomerName,
    IReadOnlyList<ConversationTurn> Conversation,
    string? Instruction,
    IReadOnlyList<string> RejectedDrafts,
    IReadOnlyList<ToolResult> ToolResults);

/// <summary>One message of a conversation.</summary>
public sealed record ConversationTurn(Sender Sender, string Text);

/// <summary>What a tool answered.</summary>
/// <param name="Result">What it found or did, or why it failed.</param>
public sealed record ToolResult(string Name, string Arguments, bool Succeeded, string Result);
