namespace Ensoras.Domain.Tickets;

/// <summary>What a draft writer hands over.</summary>
/// <param name="Text">The reply in markdown; may be empty when tools must run first.</param>
/// <param name="Sources">Where its statements come from.</param>
/// <param name="Calls">Tools that it proposes and that need a person's approval.</param>
public sealed record WrittenDraft(string Text, IReadOnlyList<DraftSource> Sources, IReadOnlyList<ToolCall> Calls);

/// <summary>Drafts that are asked for and written. Until a new one is there, the one before it stays.</summary>
public sealed partial class Ticket
{
    private const int MaxDraftAttempts = 3;

    /// <summary>
    /// Names the draft that is being asked for; a finished draft for another request is dropped. Null when none is
    /// asked for.
    /// </summary>
    public Guid? DraftRequestId { get; private set; }

    /// <summary>When the Drafter shall take it, at the earliest.</summary>
    public DateTimeOffset? DraftDueAt { get; private set; }

    public string? DraftInstruction { get; private set; }

    /// <summary>The server whose Drafter has taken it.</summary>
    public Guid? DraftClaimedBy { get; private set; }

    public int DraftAttempts { get; private set; }

    /// <summary>Where the ticket stood before the pending draft; rejecting goes back there.</summary>
    public TicketStatus StatusBeforeDraft { get; private set; } = TicketStatus.AwaitingAgent;

    /// <summary>Whether a draft is asked for and not yet there: "Ensoras is preparing a response…".</summary>
    public bool IsPreparing => DraftRequestId is not null;

    /// <summary>Whether it is Ensoras' turn and nobody is working on it: a person decides how it goes on.</summary>
    public bool IsStalled => Status is TicketStatus.AwaitingEnsoras && !IsPreparing;

    /// <summary>
    /// Whether a person asked for the draft that is being written. If there is none, the ticket then stays as it is.
    /// </summary>
    private bool DraftIsOnDemand { get; set; }

    /// <summary>
    /// Whether the draft that is being written goes out without another review, because a person chose Run All.
    /// </summary>
    private bool SendWhenWritten { get; set; }

    /// <summary>A person asks for a draft (the magic wand).</summary>
    public void RequestDraft(Stamp stamp, string? instruction = null)
    {
        var from = Move(TicketAction.RequestDraft, stamp);
        WantDraft(stamp, instruction, isOnDemand: true);
        Record(TicketAction.RequestDraft, stamp, from, Words(instruction));
    }

    /// <summary>
    /// A worker takes the request; others leave it alone until <paramref name="until"/>. False when it is not due or
    /// another has it.
    /// </summary>
    public bool ClaimDraft(Stamp stamp, DateTimeOffset until, Guid? serverId = null)
    {
        if (DraftRequestId is null || DraftDueAt > stamp.At)
        {
            return false;
        }

        DraftDueAt = until;
        DraftClaimedBy = serverId;
        DraftAttempts++;
        return true;
    }

    /// <summary>
    /// The server that took the request is gone: the next may take it at once. False when it is with another by now.
    /// </summary>
    public bool ReleaseDraft(Stamp stamp, Guid serverId)
    {
        if (DraftRequestId is null || DraftClaimedBy != serverId)
        {
            return false;
        }

        DraftDueAt = stamp.At;
        DraftClaimedBy = null;
        DraftAttempts--;
        return true;
    }

    /// <summary>
    /// Ensoras finished a draft. False when the request is no longer the current one and the draft is dropped.
    /// </summary>
    public bool DraftReady(Stamp stamp, Guid requestId, WrittenDraft draft, TimeSpan grace)
    {
        if (DraftRequestId != requestId)
        {
            return false;
        }

        var text = draft.Text.Trim();
        var (instruction, wantsSending) = (DraftInstruction, SendWhenWritten);
        var sends = wantsSending && draft.Calls.Count == 0 && CanBeSent(text);
        var to = sends ? TicketStatus.AwaitingCustomer : TicketStatus.AwaitingApproval;
        var from = Move(TicketAction.DraftReady, stamp, to: to);
        if (from is not TicketStatus.AwaitingApproval)
        {
            StatusBeforeDraft = from;
        }

        ForgetDraftRequest();
        var before = ReplacePendingDraft();
        var status = draft.Calls.Count > 0 ? MessageStatus.PendingTools : MessageStatus.Draft;
        var message = new Message(Id, ++LastNumber, Sender.Ensoras, status, text, stamp.At)
        {
            AuthorName = "Ensoras",
            AnswersNumber = LastCustomerNumber,
            Instruction = instruction,
            Sources = draft.Sources,
        };
        message.Propose(draft.Calls);
        _messages.Add(message);
        if (sends)
        {
            message.ReviewedById = before?.ReviewedById;
            message.ReviewedBy = before?.ReviewedBy;
            Send(message, from, stamp.At + grace);
        }
        else if (wantsSending)
        {
            message.Reason = draft.Calls.Count > 0
                ? Sentence.Of("Tickets.MoreTools")
                : Sentence.Of("Tickets.NothingSendable");
        }

        Record(TicketAction.DraftReady, stamp, from);
        return true;
    }

    /// <summary>
    /// Ensoras has no grounded answer. A person takes over and reads why; where a draft waits already, or a person
    /// only asked for
    /// one, everything stays as it is.
    /// </summary>
    /// <param name="why">A sentence, such as "Ensoras found no answer in the knowledge base."</param>
    public bool NoAnswer(Stamp stamp, Guid requestId, Sentence why)
    {
        if (DraftRequestId != requestId)
        {
            return false;
        }

        EndWithoutDraft(stamp, why);
        return true;
    }

    /// <summary>
    /// Writing failed. It is tried again at <paramref name="retryAt"/>; after three attempts it ends as <see
    /// cref="NoAnswer"/>. False when the request is over.
    /// </summary>
    public bool DraftFailed(Stamp stamp, Guid requestId, Sentence why, DateTimeOffset retryAt)
    {
        if (DraftRequestId != requestId)
        {
            return false;
        }

        if (DraftAttempts >= MaxDraftAttempts)
        {
            EndWithoutDraft(stamp, Sentence.Of("Tickets.NotWritten", why));
        }
        else
        {
            DraftDueAt = retryAt;
            DraftClaimedBy = null;
        }

        return true;
    }

    /// <summary>Nobody will write the draft that was asked for; for imports of what happened elsewhere.</summary>
    internal void AbandonDraft() => ForgetDraftRequest();

    private void EndWithoutDraft(Stamp stamp, Sentence why)
    {
        var pending = _messages.Find(message => message.IsPendingDraft);
        var handsOver = Status is TicketStatus.AwaitingEnsoras && !DraftIsOnDemand;
        var from = Move(TicketAction.NoAnswer, stamp, to: handsOver ? TicketStatus.AwaitingAgent : Status);
        ForgetDraftRequest();
        if (handsOver)
        {
            Type = TicketType.Human;
        }

        IsStale |= IsStalled;
        AskAgain(pending);
        AddSystemMessage(stamp, handsOver ? Sentence.Of("Tickets.PersonTakesOver", why)
            : pending is not null ? Sentence.Of("Tickets.DraftStaysThere", why) : why);
        Record(TicketAction.NoAnswer, stamp, from, why);
    }

    private static bool CanBeSent(string text) => text.Length <= Vocabulary.MaxMessageLength && text.SaysSomething();

    private void WantDraft(
        Stamp stamp,
        string? instruction = null,
        bool isOnDemand = false,
        bool sendWhenWritten = false)
    {
        DraftRequestId = Guid.CreateVersion7(stamp.At);
        DraftDueAt = stamp.At;
        DraftClaimedBy = null;
        DraftAttempts = 0;
        DraftInstruction = instruction.SaysSomething() ? instruction!.Trim() : null;
        DraftIsOnDemand = isOnDemand;
        SendWhenWritten = sendWhenWritten;
    }

    private void ForgetDraftRequest()
    {
        DraftRequestId = null;
        DraftDueAt = null;
        DraftClaimedBy = null;
        DraftInstruction = null;
        DraftIsOnDemand = false;
        SendWhenWritten = false;
    }

    /// <summary>The draft in whose place a new one comes; the decision stays with who asked for that.</summary>
    private Message? ReplacePendingDraft()
    {
        var draft = _messages.Find(message => message.IsPendingDraft);
        if (draft is not null)
        {
            var ranWell = draft.ToolCalls.Count > 0
                && draft.ToolCalls.All(call => call.Status is ToolCallStatus.Succeeded);
            DropCalls(draft);
            draft.Reject(ranWell ? Rejection.ToolsRun : Rejection.Regenerated, Actor.Ensoras);
        }

        return draft;
    }

    private void RejectPendingDrafts(Rejection why, Stamp stamp)
    {
        foreach (var draft in _messages.Where(message => message.IsPendingDraft))
        {
            DropCalls(draft);
            draft.Reject(why, stamp.By);
        }
    }

    /// <summary>A person takes the conversation over: what Ensoras had pending or under way is set aside.</summary>
    private void TakeOverFromEnsoras(Rejection why, Stamp stamp)
    {
        RejectPendingDrafts(why, stamp);
        ForgetDraftRequest();
    }
}
