namespace Ensoras.Domain.Tickets;

/// <summary>The review of a draft that waits. The same decision by the same person twice is one decision.</summary>
public sealed partial class Ticket
{
    /// <summary>
    /// The draft is sent after <paramref name="grace"/>. Pinned to what it answered and quotes, and to the text that
    /// was read.
    /// </summary>
    /// <param name="read">The text that the reviewer had on screen; null where nobody read it, such as in a bulk
    /// approval.</param>
    public void Approve(Stamp stamp, Guid draftId, TimeSpan grace, string? read = null)
    {
        var draft = _messages.Find(message => message.Id == draftId);
        if (
            draft
                is
            {
                Sender: Sender.Ensoras,
                Status: MessageStatus.Queued or MessageStatus.Sending or MessageStatus.Sent
            }
            && draft.ReviewedById == stamp.By.Id
            && (read ?? draft.Body) == draft.Body)
        {
            return;
        }

        CheckWasRead(draft, read);
        var from = Move(TicketAction.Approve, stamp, draft);
        draft!.ReviewedById = stamp.By.Id;
        draft.ReviewedBy = stamp.By.Name;
        Send(draft, from, stamp.At + grace);
        Record(TicketAction.Approve, stamp, from);
    }

    /// <summary>
    /// Who gave an approval undoes it while the reply rests: it is a draft again, or set aside if the conversation
    /// went on.
    /// </summary>
    public void UndoApprove(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        var stillFits = Status is TicketStatus.AwaitingCustomer && StatusBeforeReply is TicketStatus.AwaitingApproval
            && message.AnswersNumber == LastCustomerNumber && !SomethingElseIsOnItsWay(message);
        var to = stillFits ? TicketStatus.AwaitingApproval : StatusWithout(message);
        var from = Move(TicketAction.UndoApprove, stamp, message, to);
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
        var draft = _messages.Find(message => message.Id == draftId);
        CheckWasRead(draft, read);
        var from = Move(TicketAction.EditDraft, stamp, draft);
        draft!.OriginalBody ??= draft.Body;
        draft.Body = body;
        draft.EditDistance = EditDistance.Between(draft.OriginalBody, body);
        draft.EditedAt = stamp.At;
        Record(TicketAction.EditDraft, stamp, from, Sentence.Of("Words.Characters", draft.EditDistance ?? 0));
    }

    /// <summary>
    /// Discards the draft; the ticket returns to the status that the draft found. If nobody is working on it there, it
    /// counts as stale at once.
    /// </summary>
    public void Reject(Stamp stamp, Guid draftId, string? reason = null)
    {
        var draft = _messages.Find(message => message.Id == draftId);
        if (draft is { Rejection: Rejection.ByReviewer } && draft.ReviewedById == stamp.By.Id)
        {
            return;
        }

        var from = Move(TicketAction.Reject, stamp, draft, StatusBeforeDraft);
        ForgetDraftRequest();
        DropCalls(draft!);
        draft!.Reject(Rejection.ByReviewer, stamp.By, Words(reason));
        IsStale = IsStalled;
        Record(TicketAction.Reject, stamp, from, draft.Reason);
    }

    /// <summary>
    /// Asks for a completely new draft, with an instruction if there is one. The draft that waits stays until that is
    /// there.
    /// </summary>
    /// <param name="draftId">The draft that was read; null for whatever waits now.</param>
    public void Regenerate(Stamp stamp, Guid? draftId, string? instruction = null)
    {
        var draft = _messages.Find(message => draftId is null ? message.IsPendingDraft : message.Id == draftId);
        if (draft is { IsPendingDraft: true } && IsPreparing
            && draft.ReviewedById == stamp.By.Id && Same(instruction, DraftInstruction))
        {
            return;
        }

        var from = Move(TicketAction.Regenerate, stamp, draft);
        draft!.ReviewedById = stamp.By.Id;
        draft.ReviewedBy = stamp.By.Name;
        WantDraft(stamp, instruction, isOnDemand: true);
        Record(TicketAction.Regenerate, stamp, from, Words(DraftInstruction));
    }

    /// <summary>A new draft was asked for, and the one that waits is kept after all.</summary>
    public void KeepDraft(Stamp stamp, Guid draftId)
    {
        var draft = _messages.Find(message => message.Id == draftId);
        var from = Move(TicketAction.KeepDraft, stamp, draft);
        ForgetDraftRequest();
        AskAgain(draft);
        Record(TicketAction.KeepDraft, stamp, from);
    }

    /// <summary>No other draft comes in this one's place: it is open to everybody's decision again.</summary>
    private static void AskAgain(Message? draft)
    {
        if (draft is not null)
        {
            draft.ReviewedById = null;
            draft.ReviewedBy = null;
        }
    }

    private static void CheckWasRead(Message? draft, string? read)
    {
        if (read is not null && draft is { IsPendingDraft: true } && read != draft.Body)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.DraftEdited"));
        }
    }

    private static Sentence? Words(string? text) => text.SaysSomething() ? Sentence.Verbatim(text!.Trim()) : null;

    private static bool Same(string? one, string? other) => (one?.Trim() ?? "") == (other ?? "");
}
