namespace Ensoras.Domain.Tickets;

/// <summary>Why a draft or a scheduled message was set aside.</summary>
public enum Rejection
{
    ByReviewer,
    Superseded,
    Regenerated,
    AgentReplied,
    Escalated,
    TakenOver,
    StatusChanged,
    Closed,
    Cancelled,
    Undone,
    ToolsRun,
}

/// <summary>One message of a ticket. Only <see cref="Ticket"/> changes it.</summary>
public sealed class Message
{
    private readonly List<ToolCall> _toolCalls = [];
    private readonly List<Attachment> _attachments = [];

    // Null in storage where there are none.
    private IReadOnlyList<DraftSource>? _sources;

    private Message()
    {
    }

    internal Message(Guid ticketId, int number, Sender sender, MessageStatus status, string body, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        TicketId = ticketId;
        Number = number;
        Sender = sender;
        Status = status;
        Body = body;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid TicketId { get; private set; }

    /// <summary>The place in the ticket's thread, from 1.</summary>
    public int Number { get; private set; }

    public Sender Sender { get; private set; }

    public MessageStatus Status { get; internal set; }

    /// <summary>What somebody wrote, in markdown; empty in a System line.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>What a System line says; null in every other message.</summary>
    public Sentence? Says { get; internal set; }

    /// <summary>What is read of it: the words written, or a System line in the reader's language.</summary>
    public string Text => Says?.ToString() ?? Body;

    /// <summary>What Ensoras wrote, once a reviewer has edited it.</summary>
    public string? OriginalBody { get; internal set; }

    /// <summary>How many characters were inserted, deleted or replaced by editing (Levenshtein).</summary>
    public int? EditDistance { get; internal set; }

    /// <summary>When a reviewer last edited the draft; null when nobody has.</summary>
    public DateTimeOffset? EditedAt { get; internal set; }

    /// <summary>An internal note, never shown to the customer.</summary>
    public bool IsNote { get; internal init; }

    public Guid? AuthorId { get; internal init; }

    public string? AuthorName { get; internal init; }

    /// <summary>
    /// What makes a second delivery recognisable: the widget's client id or the e-mail's Message-ID; unique in a
    /// ticket.
    /// </summary>
    public string? ExternalId { get; internal set; }

    /// <summary>Its own Message-ID as an e-mail, without brackets; fixed before the first attempt to send it.</summary>
    public string? MailId { get; internal set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>
    /// When a queued message goes out at the earliest, or a scheduled one is due; null once nothing is to be sent,
    /// which keeps the index of due messages small.
    /// </summary>
    public DateTimeOffset? DueAt { get; internal set; }

    public bool CancelIfCustomerReplies { get; internal set; }

    /// <summary>Until when the worker that is sending it may be trusted to be alive.</summary>
    public DateTimeOffset? ClaimedUntil { get; internal set; }

    /// <summary>The server that is sending it.</summary>
    public Guid? ClaimedBy { get; internal set; }

    public int Attempts { get; internal set; }

    public DateTimeOffset? SentAt { get; internal set; }

    /// <summary>
    /// The place in what the customer has been shown; null for what the customer does not see. Ascends in the order of
    /// showing.
    /// </summary>
    public int? ShownNumber { get; internal set; }

    /// <summary>The number of the last customer message that a draft answers: the pin that approval checks.</summary>
    public int? AnswersNumber { get; internal init; }

    /// <summary>What the reviewer asked for when this draft was requested.</summary>
    public string? Instruction { get; internal init; }

    public IReadOnlyList<DraftSource> Sources
    {
        get => _sources ?? [];
        internal set => _sources = value;
    }

    public Rejection? Rejection { get; internal set; }

    /// <summary>The reviewer's reason for rejecting, or why sending failed.</summary>
    public Sentence? Reason { get; internal set; }

    public Guid? ReviewedById { get; internal set; }

    public string? ReviewedBy { get; internal set; }

    /// <summary>Ensoras' proposals that wait for a person's approval.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => _toolCalls;

    /// <summary>Its files, where they were read with it.</summary>
    public IReadOnlyList<Attachment> Attachments => _attachments;

    /// <summary>What follows once its tools have run; null until a person approved them.</summary>
    public AfterTools? AfterTools { get; internal set; }

    /// <summary>
    /// The moment by which the thread is ordered: when the customer got it, will get it as far as is known, or when it
    /// was written.
    /// </summary>
    public DateTimeOffset StandsAt =>
        SentAt
        ?? (Status is MessageStatus.Scheduled or MessageStatus.Queued or MessageStatus.Sending ? DueAt : null)
        ?? CreatedAt;

    /// <summary>Whether it waits for a reviewer.</summary>
    public bool IsPendingDraft => Status is MessageStatus.Draft or MessageStatus.PendingTools;

    /// <summary>Whether a person started its tools and they have not all ended.</summary>
    public bool AreToolsRunning => Status is MessageStatus.PendingTools && AfterTools is not null;

    /// <summary>
    /// Whether it was scheduled, its moment passed long ago, and a person decides what becomes of it.
    /// </summary>
    public bool IsHeld => Status is MessageStatus.Scheduled && DueAt is null;

    internal void Propose(IEnumerable<ToolCall> calls) => _toolCalls.AddRange(calls);

    internal void Take(IEnumerable<Attachment> attachments) => _attachments.AddRange(attachments);

    internal void Reject(Rejection why, Actor by, Sentence? reason = null)
    {
        Status = MessageStatus.Rejected;
        Rejection = why;
        Reason = reason;
        DueAt = null;
        if (by.Kind is Sender.Agent)
        {
            ReviewedById = by.Id;
            ReviewedBy = by.Name;
        }
    }

    internal void Queue(DateTimeOffset dueAt)
    {
        Status = MessageStatus.Queued;
        DueAt = dueAt;
        ClaimedUntil = null;
        ClaimedBy = null;
        Reason = null;
        ExternalId ??= $"{Id:N}@ensoras";
    }
}
