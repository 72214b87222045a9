namespace Ensoras.Domain.Tickets;

/// <summary>What a draft writer hands over.</summary>
/// <param name="Text">The reply in markdown; may be empty when tools must run first.</param>
/// <param name="Sources">Where its statements come from.</param>
/// <param name="Calls">Tools that it proposes and that need a person's word.</param>
public sealed record WrittenDraft(string Text, IReadOnlyList<DraftSource> Sources, IReadOnlyList<ToolCall> Calls);

/// <summary>Ensoras' drafts and their review.</summary>
public sealed partial class Ticket
{
    private const int MaxDraftAttempts = 3;

    /// <summary>Names the draft that is being asked for; a finished draft for another request is dropped. Null when none is asked for.</summary>
    public Guid? DraftRequestId { get; private set; }

    /// <summary>When the Drafter shall take it, at the earliest.</summary>
    public DateTimeOffset? DraftDueAt { get; private set; }

    public string? DraftInstruction { get; private set; }

    public int DraftAttempts { get; private set; }

    /// <summary>Where the ticket stood before the pending draft; rejecting goes back there.</summary>
    public TicketStatus StatusBeforeDraft { get; private set; } = TicketStatus.AwaitingAgent;

    /// <summary>Whether a draft is asked for and not yet there: "Ensoras is preparing a response…".</summary>
    public bool IsPreparing => DraftRequestId is not null;

    internal bool SendsAfterTools { get; private set; }

    /// <summary>Whether the draft that is being written goes out without another review, because a person gave the word with Run All.</summary>
    private bool SendWhenWritten { get; set; }

    /// <summary>A person asks for a draft (the magic wand).</summary>
    public void RequestDraft(Stamp stamp, string? instruction = null)
    {
        if (_messages.Exists(message => message.IsPendingDraft))
        {
            throw new RuleBrokenException("A draft is already waiting for review. Regenerate it to get another one.");
        }

        if (IsPreparing)
        {
            throw new RuleBrokenException("Ensoras is already preparing a response.");
        }

        var from = Move(TicketAction.RequestDraft, stamp);
        WantDraft(stamp, instruction);
        Record(TicketAction.RequestDraft, stamp, from, instruction);
    }

    /// <summary>A worker takes the request; others leave it alone until <paramref name="until"/>. False when it is not due or another has it.</summary>
    public bool ClaimDraft(Stamp stamp, DateTimeOffset until)
    {
        if (DraftRequestId is null || DraftDueAt > stamp.At)
        {
            return false;
        }

        DraftDueAt = until;
        DraftAttempts++;
        return true;
    }

    /// <summary>Ensoras finished a draft. False when the request is no longer the current one and the draft is dropped.</summary>
    public bool DraftReady(Stamp stamp, Guid requestId, WrittenDraft draft, TimeSpan grace)
    {
        if (DraftRequestId != requestId)
        {
            return false;
        }

        var text = draft.Text.Trim();
        var wantsSending = SendWhenWritten;
        SendsAfterTools = wantsSending && draft.Calls.Count == 0 && CanBeSent(text);
        var instruction = DraftInstruction;
        var from = Move(TicketAction.DraftReady, stamp);
        if (from is not TicketStatus.AwaitingApproval)
        {
            StatusBeforeDraft = from;
        }

        ForgetDraftRequest();
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
        if (SendsAfterTools)
        {
            var word = _messages.FindLast(earlier => earlier.AfterTools is AfterTools.Send);
            message.ReviewedById = word?.ReviewedById;
            message.ReviewedBy = word?.ReviewedBy;
            Send(message, from, stamp.At + grace);
        }
        else if (wantsSending)
        {
            message.Reason = draft.Calls.Count > 0 ? "Ensoras proposed more tools, so nothing was sent." : "Ensoras wrote nothing that can be sent.";
        }

        Record(TicketAction.DraftReady, stamp, from);
        return true;
    }

    /// <summary>Ensoras has no grounded answer (or could not write one): a person takes over, and the thread says why.</summary>
    public bool NoAnswer(Stamp stamp, Guid requestId, string why)
    {
        if (DraftRequestId != requestId)
        {
            return false;
        }

        var from = Move(TicketAction.NoAnswer, stamp);
        ForgetDraftRequest();
        if (from is TicketStatus.AwaitingEnsoras or TicketStatus.AwaitingApproval)
        {
            Type = TicketType.Human;
        }

        AddSystemMessage(stamp, why);
        Record(TicketAction.NoAnswer, stamp, from, why);
        return true;
    }

    /// <summary>Writing failed. It is tried again at <paramref name="retryAt"/>; after three attempts a person takes over. False when the request is over.</summary>
    public bool DraftFailed(Stamp stamp, Guid requestId, string why, DateTimeOffset retryAt)
    {
        if (DraftRequestId != requestId || DraftAttempts >= MaxDraftAttempts)
        {
            return NoAnswer(stamp, requestId, $"Ensoras could not write a draft: {why} A person takes over.");
        }

        DraftDueAt = retryAt;
        return true;
    }

    /// <summary>The reviewer's word: the draft is sent after <paramref name="grace"/>. Pinned to what it answered, and to the text that was read.</summary>
    /// <param name="read">The text that the reviewer had on screen; null where nobody read it, such as in a bulk approval.</param>
    public void Approve(Stamp stamp, Guid draftId, TimeSpan grace, string? read = null)
    {
        var draft = ReviewableDraft(draftId, MessageStatus.Draft, read);
        _ = Required(draft.Body);
        var from = Move(TicketAction.Approve, stamp);
        draft.ReviewedById = stamp.By.Id;
        draft.ReviewedBy = stamp.By.Name;
        Send(draft, from, stamp.At + grace);
        Record(TicketAction.Approve, stamp, from);
    }

    /// <summary>Who gave an approval takes it back while the reply rests: it is a draft again, or set aside if the conversation went on.</summary>
    public void UndoApprove(Stamp stamp, Guid messageId)
    {
        var message = Unsent(messageId, MessageStatus.Queued, "This reply is already on its way and cannot be taken back.");
        if (message.Sender is not Sender.Ensoras)
        {
            throw new RuleBrokenException("This is not an approved draft; its author can take it back.");
        }

        if (message.ReviewedById != stamp.By.Id)
        {
            throw new RuleBrokenException($"{message.ReviewedBy ?? "Somebody else"} approved this reply; only they can take it back.");
        }

        var stillFits = Status is TicketStatus.AwaitingCustomer && StatusBeforeReply is TicketStatus.AwaitingApproval
            && message.AnswersNumber == LastCustomerNumber && !SomethingElseIsOnItsWay(message);
        StatusAfterUndo = stillFits ? TicketStatus.AwaitingApproval : StatusWithout(message);
        var from = Move(TicketAction.UndoApprove, stamp);
        if (stillFits)
        {
            message.Status = MessageStatus.Draft;
            message.DueAt = null;
            message.ReviewedBy = null;
            message.ReviewedById = null;
            ForgetDraftRequest();
        }
        else
        {
            message.Reject(Rejection.Undone, stamp.By);
            NoLongerAnswered(message);
        }

        Record(TicketAction.UndoApprove, stamp, from);
    }

    /// <summary>Changes a draft before approval; the original is kept and the distance from it recorded.</summary>
    /// <param name="read">The text that the editor started from; null accepts any.</param>
    public void EditDraft(Stamp stamp, Guid draftId, string text, string? read = null)
    {
        var body = Required(text);
        var draft = ReviewableDraft(draftId, MessageStatus.Draft, read);
        var from = Move(TicketAction.EditDraft, stamp);
        draft.OriginalBody ??= draft.Body;
        draft.Body = body;
        draft.EditDistance = EditDistance.Between(draft.OriginalBody, body);
        draft.EditedAt = stamp.At;
        Record(TicketAction.EditDraft, stamp, from, $"{draft.EditDistance} characters");
    }

    /// <summary>Discards the draft; the ticket returns to the status that the draft found.</summary>
    public void Reject(Stamp stamp, Guid draftId, string? reason = null)
    {
        var draft = ReviewableDraft(draftId);
        var from = Move(TicketAction.Reject, stamp);
        DropCalls(draft);
        draft.Reject(Rejection.ByReviewer, stamp.By, reason.SaysSomething() ? reason!.Trim() : null);
        Record(TicketAction.Reject, stamp, from, draft.Reason);
    }

    /// <summary>Asks for a completely new draft, with an instruction if there is one.</summary>
    /// <param name="draftId">The draft that was read; null for whatever waits now.</param>
    public void Regenerate(Stamp stamp, Guid? draftId, string? instruction = null)
    {
        draftId ??= _messages.Find(message => message.IsPendingDraft)?.Id;
        if (draftId is null && IsPreparing)
        {
            throw new RuleBrokenException("Ensoras is already preparing a response.");
        }

        var draft = draftId is { } id ? ReviewableDraft(id) : null;
        var from = Move(TicketAction.Regenerate, stamp);
        if (draft is not null)
        {
            DropCalls(draft);
            draft.Reject(Rejection.Regenerated, stamp.By);
        }

        WantDraft(stamp, instruction.SaysSomething() ? instruction!.Trim() : null);
        Record(TicketAction.Regenerate, stamp, from, DraftInstruction);
    }

    /// <summary>Nobody will write the draft that was asked for; for imports of what happened elsewhere.</summary>
    internal void AbandonDraft() => ForgetDraftRequest();

    private Message ReviewableDraft(Guid draftId, MessageStatus? expected = null, string? read = null)
    {
        var draft = _messages.Find(message => message.Id == draftId);
        if (draft is null || !draft.IsPendingDraft || (expected is not null && draft.Status != expected))
        {
            throw new RuleBrokenException(Refusals.DraftGone(draft, this));
        }

        if (draft.AnswersNumber != LastCustomerNumber)
        {
            throw new RuleBrokenException("The customer wrote again after this draft was written, so nothing was sent. Read the new message, or regenerate.");
        }

        return read is null || read == draft.Body
            ? draft
            : throw new RuleBrokenException("This draft was edited in the meantime, so nothing was sent. Read the new text first.");
    }

    private static bool CanBeSent(string text) => text.Length <= Vocabulary.MaxMessageLength && text.SaysSomething();

    private void WantDraft(Stamp stamp, string? instruction = null, bool sendWhenWritten = false)
    {
        DraftRequestId = Guid.CreateVersion7(stamp.At);
        DraftDueAt = stamp.At;
        DraftAttempts = 0;
        DraftInstruction = instruction;
        SendWhenWritten = sendWhenWritten;
    }

    private void ForgetDraftRequest()
    {
        DraftRequestId = null;
        DraftDueAt = null;
        DraftInstruction = null;
        SendWhenWritten = false;
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
