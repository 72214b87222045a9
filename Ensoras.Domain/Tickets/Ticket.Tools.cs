using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>Tools that Ensoras proposed: a person decides whether they run, each once.</summary>
public sealed partial class Ticket
{
    /// <summary>Runs the pending tools, then a new draft is written with their results.</summary>
    /// <param name="read">The arguments that the person had on screen, by the calls' ids; null where nobody read
    /// them.</param>
    public void ExecuteAndReview(Stamp stamp, Guid draftId, IReadOnlyDictionary<Guid, string>? read = null) =>
        RunTools(TicketAction.ExecuteAndReview, stamp, draftId, AfterTools.Review, read);

    /// <summary>
    /// Runs the pending tools and, if all succeed, sends: the text already drafted, or a newly written one.
    /// </summary>
    /// <param name="read">As for <see cref="ExecuteAndReview"/>.</param>
    public void RunAll(Stamp stamp, Guid draftId, IReadOnlyDictionary<Guid, string>? read = null) =>
        RunTools(TicketAction.RunAll, stamp, draftId, AfterTools.Send, read);

    public void EditArguments(Stamp stamp, Guid callId, string arguments)
    {
        var (draft, call) = FindCall(callId);
        if (!IsJsonObject(arguments))
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.ArgumentsNotJson"));
        }

        var from = Move(TicketAction.EditArguments, stamp, draft);
        call.Arguments = arguments;
        Record(TicketAction.EditArguments, stamp, from, Sentence.Verbatim(call.Name));
    }

    /// <summary>A worker takes an approved call. False when another has it or it was dropped.</summary>
    public bool ClaimTool(Stamp stamp, Guid callId, Guid? serverId = null)
    {
        var (_, call) = FindCall(callId);
        if (call.Status is not ToolCallStatus.Approved)
        {
            return false;
        }

        call.Status = ToolCallStatus.Running;
        call.StartedAt = stamp.At;
        call.ClaimedBy = serverId;
        return true;
    }

    /// <summary>Whether the call is still with the worker that took it at <paramref name="startedAt"/>.</summary>
    public bool IsToolRunningSince(Guid callId, DateTimeOffset? startedAt) =>
        FindCall(callId).Call is { Status: ToolCallStatus.Running } call && call.StartedAt == startedAt;

    /// <summary>
    /// A claimed call goes back to be run again, because its worker is gone and repeating it is safe; dropped if its
    /// draft is.
    /// </summary>
    public void ReleaseTool(Guid callId)
    {
        var (draft, call) = FindCall(callId);
        if (call.Status is ToolCallStatus.Running)
        {
            call.Status = draft.Status is MessageStatus.PendingTools ? ToolCallStatus.Approved : ToolCallStatus.Dropped;
            call.StartedAt = null;
            call.ClaimedBy = null;
        }
    }

    /// <summary>A call ended, with the tool's own words.</summary>
    public void ToolEnded(Stamp stamp, Guid callId, bool succeeded, string result, TimeSpan grace) =>
        ToolEnded(stamp, callId, succeeded, Sentence.Verbatim(result), grace);

    /// <summary>A call ended; after the last one the draft goes on as the reviewer chose.</summary>
    public void ToolEnded(Stamp stamp, Guid callId, bool succeeded, Sentence result, TimeSpan grace)
    {
        var (draft, call) = FindCall(callId);
        if (call.Status is not ToolCallStatus.Running)
        {
            return;
        }

        call.Status = succeeded ? ToolCallStatus.Succeeded : ToolCallStatus.Failed;
        call.Result = result;
        call.FinishedAt = stamp.At;
        var unfinished = draft.ToolCalls.Any(other =>
            other.Status is ToolCallStatus.Approved or ToolCallStatus.Running);
        if (unfinished || draft.Status is not MessageStatus.PendingTools)
        {
            return;
        }

        var allSucceeded = draft.ToolCalls.All(other => other.Status is ToolCallStatus.Succeeded);
        var send = draft.AfterTools is AfterTools.Send && allSucceeded;
        var changes = ChangedSources(draft);
        var sendsThis = send && CanBeSent(draft.Body) && changes.Count == 0;
        var to = sendsThis ? TicketStatus.AwaitingCustomer : TicketStatus.AwaitingApproval;
        var from = Move(TicketAction.ToolsEnd, stamp, to: to);
        draft.Status = MessageStatus.Draft;
        if (sendsThis)
        {
            Send(draft, from, stamp.At + grace);
        }
        else if (changes.Count > 0 && send)
        {
            draft.Reason = Sentence.Of("Tickets.QuotedArticleChanged");
        }
        else if (draft.AfterTools is AfterTools.Review || send)
        {
            // Until the new draft is there, this one stays.
            WantDraft(stamp, draft.Instruction, isOnDemand: true, sendWhenWritten: send);
        }
        else
        {
            draft.Reason = Sentence.Of("Tickets.ToolFailedNotSent");
        }

        Record(TicketAction.ToolsEnd, stamp, from, allSucceeded ? null : Sentence.Of("Tickets.ToolFailed"));
    }

    private void RunTools(
        TicketAction action,
        Stamp stamp,
        Guid draftId,
        AfterTools then,
        IReadOnlyDictionary<Guid, string>? read)
    {
        var draft = _messages.Find(message => message.Id == draftId);
        if (draft is { AreToolsRunning: true } && draft.AfterTools == then && draft.ReviewedById == stamp.By.Id)
        {
            return;
        }

        if (
            read is not null
            && draft?.ToolCalls.FirstOrDefault(call =>
                call.Status is ToolCallStatus.Proposed && read.GetValueOrDefault(call.Id) != call.Arguments)
                is { } changed)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.ArgumentsChanged", changed.Name));
        }

        var from = Move(action, stamp, draft);
        draft!.AfterTools = then;
        draft.ReviewedById = stamp.By.Id;
        draft.ReviewedBy = stamp.By.Name;
        foreach (var call in draft.ToolCalls)
        {
            call.Status = ToolCallStatus.Approved;
        }

        Record(action, stamp, from);
    }

    private (Message Draft, ToolCall Call) FindCall(Guid callId) =>
        _messages
            .SelectMany(message => message.ToolCalls, (message, call) => (message, call))
            .FirstOrDefault(pair => pair.call.Id == callId)
            is { call: not null } found
            ? found
            : throw new RuleBrokenException(Sentence.Of("Tickets.CallGone"));

    private static void DropCalls(Message draft)
    {
        foreach (
            var call in draft.ToolCalls.Where(call =>
                call.Status is ToolCallStatus.Proposed or ToolCallStatus.Approved))
        {
            call.Status = ToolCallStatus.Dropped;
        }
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
