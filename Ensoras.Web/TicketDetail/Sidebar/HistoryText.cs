using Ensoras.Domain.Tickets;
using Ensoras.Web.Resources;

namespace Ensoras.Web.TicketDetail.Sidebar;

/// <summary>A ticket's history in the reader's language.</summary>
public static class HistoryText
{
    /// <summary>Whether a line tells something that people look for; a delivery's steps are on the messages.</summary>
    public static bool IsWorthTelling(TicketAction action) =>
        action
            is not (
                TicketAction.DeliveryStep
                or TicketAction.MarkRead
                or TicketAction.UseAgain
                or TicketAction.GoStale);

    /// <summary>One line without its time, such as "Priya approved the draft".</summary>
    public static string Of(
        TicketEvent line, Channel channel, IStringLocalizer<TicketText> text, IStringLocalizer<SharedText> shared)
    {
        var who = line.ActorName;
        var about = line.Detail?.ToString();
        return line.Action switch
        {
            TicketAction.CustomerWrites => Say($"CustomerWrites_{channel}"),
            TicketAction.DraftReady => Say(
                line.To is TicketStatus.AwaitingCustomer ? "DraftReady_Sent" : "DraftReady"),
            TicketAction.Reject
            or TicketAction.Regenerate
            or TicketAction.DeliveryFailed
            or TicketAction.ConfirmSources
            or TicketAction.ChangeParticipants
            or TicketAction.ReceiveAutomaticMail
            or TicketAction.Bounce => Say($"{line.Action}", about),
            TicketAction.ToolsEnd => Say(line.Detail is null ? "ToolsEnd" : "ToolsEnd_Failed"),
            TicketAction.SendNow when line.ActorKind is Sender.System => Say("SendNow_System"),
            TicketAction.Assign =>
                Say("Assign", line.Detail is null or { Key: "Words.Nobody" } ? shared["Unassigned"] : about),
            TicketAction.ChangePriority => Say("ChangePriority", about),
            TicketAction.Tag when about is ['+', .. var added] => Say("Tag_Added", added),
            TicketAction.Tag => Say("Tag_Removed", about?[1..]),
            TicketAction.ChangeStatus => Say("ChangeStatus", shared[$"TicketStatus_{line.To}"]),
            _ => Say($"{line.Action}"),
        };

        string Say(string key, string? detail = null)
        {
            var said = text[$"History_{key}", who, detail ?? ""];
            return said.ResourceNotFound ? $"{who}: {line.Action}"
                : detail is null ? said.Value.TrimEnd(':', ' ')
                : said;
        }
    }
}
