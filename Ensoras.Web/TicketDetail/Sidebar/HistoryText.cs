using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketDetail.Sidebar;

/// <summary>A ticket's history in plain English.</summary>
public static class HistoryText
{
    /// <summary>Whether a line tells something that people look for; the steps of a delivery are on the messages themselves.</summary>
    public static bool IsWorthTelling(TicketAction action) => action is not (TicketAction.DeliveryStep or TicketAction.MarkRead or TicketAction.UseAgain or TicketAction.GoStale);

    /// <summary>One line without its time, such as "Priya approved the draft".</summary>
    public static string Of(TicketEvent line, Channel channel)
    {
        var who = line.ActorName;
        return line.Action switch
        {
            TicketAction.CustomerWrites => channel is Channel.Email ? $"{who} wrote an e-mail" : $"{who} wrote in the chat",
            TicketAction.DraftReady => line.To is TicketStatus.AwaitingCustomer ? "Ensoras wrote the reply and sent it" : "Ensoras drafted a reply",
            TicketAction.NoAnswer => "Ensoras had no answer",
            TicketAction.RequestDraft => $"{who} asked Ensoras for a draft",
            TicketAction.Approve => $"{who} approved the draft",
            TicketAction.UndoApprove => $"{who} took the approval back",
            TicketAction.Reject => With($"{who} rejected the draft", line.Detail),
            TicketAction.Regenerate => With($"{who} asked for a new draft", line.Detail),
            TicketAction.EditDraft => $"{who} edited the draft",
            TicketAction.ExecuteAndReview => $"{who} ran the tools for review",
            TicketAction.RunAll => $"{who} ran the tools to send",
            TicketAction.ToolsEnd => line.Detail is null ? "The tools ended well" : "A tool failed",
            TicketAction.Reply => $"{who} replied",
            TicketAction.UndoReply => $"{who} took the reply back",
            TicketAction.Schedule => $"{who} scheduled a reply",
            TicketAction.SendNow => line.ActorKind is Sender.System ? "The scheduled reply went out" : $"{who} sent the scheduled reply now",
            TicketAction.CancelScheduled => $"{who} cancelled the scheduled reply",
            TicketAction.DeliveryFailed => With("A reply was not delivered", line.Detail),
            TicketAction.Retry => $"{who} sent a reply again",
            TicketAction.MarkAsSent => $"{who} marked a reply as sent",
            TicketAction.WriteNote => $"{who} wrote a note",
            TicketAction.Escalate => $"{who} escalated it to a person",
            TicketAction.TakeOwnership => $"{who} took ownership",
            TicketAction.Assign => $"{who} assigned it to {line.Detail}",
            TicketAction.ChangePriority => $"{who} changed the priority: {line.Detail}",
            TicketAction.Tag => line.Detail is ['+', .. var added] ? $"{who} added the tag {added}" : $"{who} removed the tag {line.Detail?[1..]}",
            TicketAction.ChangeStatus => $"{who} changed the status to {line.To.Label()}",
            TicketAction.UndoAutoClose => "Reopened: the server's clock had jumped",
            TicketAction.AutoClose => "Closed by itself after the waiting period",
            TicketAction.Close => $"{who} closed it",
            TicketAction.Identify => $"{who} signed in and continued the conversation",
            TicketAction.Reopen => $"{who} reopened it",
            _ => $"{who}: {line.Action}",
        };
    }

    private static string With(string sentence, string? detail) => detail is null ? sentence : $"{sentence}: {detail}";
}
