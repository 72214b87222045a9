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
    /// only asked for one, everything stays as it is.
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
