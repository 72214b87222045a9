namespace Ensoras.Domain.Tickets;

/// <summary>Where a proposed tool call stands.</summary>
public enum ToolCallStatus
{
    Proposed,
    Approved,
    Running,
    Succeeded,
    Failed,
    Dropped,
}

/// <summary>What shall happen once the tools of a draft have run.</summary>
public enum AfterTools
{
    /// <summary>Write a new draft with the results (Execute &amp; Review).</summary>
    Review,

    /// <summary>Send, if all succeeded (Run All).</summary>
    Send,
}

/// <summary>A call of a tool that Ensoras proposed; it runs only when a person approved it, and once.</summary>
public sealed class ToolCall
{
    private ToolCall()
    {
    }

    public ToolCall(string name, string arguments, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name;
        Arguments = arguments;
    }

    /// <summary>Also the idempotency key that the tool is given, so that a double click is one refund.</summary>
    public Guid Id { get; private set; }

    public Guid MessageId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>A JSON object; editable until a person approves it.</summary>
    public string Arguments { get; internal set; } = "{}";

    public ToolCallStatus Status { get; internal set; }

    /// <summary>What the tool answered, or why it failed.</summary>
    public Sentence? Result { get; internal set; }

    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>The server that is running it.</summary>
    public Guid? ClaimedBy { get; internal set; }

    public DateTimeOffset? FinishedAt { get; internal set; }
}
