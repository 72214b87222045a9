namespace Ensoras.Domain.Tickets;

/// <summary>One change that is applied to many tickets. A ticket it does not fit is skipped with a short reason.</summary>
public sealed class BulkChange
{
    private readonly Func<string, string> _wish;
    private readonly Action<Ticket, Stamp, BulkCircumstances> _apply;

    private BulkChange(Func<string, string> wish, string doing, string done, Action<Ticket, Stamp, BulkCircumstances> apply)
    {
        _wish = wish;
        Doing = doing;
        Done = done;
        _apply = apply;
    }

    /// <summary>What is under way, such as "Approving".</summary>
    public string Doing { get; }

    /// <summary>What has been done, such as "approved".</summary>
    public string Done { get; }

    /// <summary>What is wanted, such as "Assign 51 tickets to Jonas".</summary>
    /// <param name="tickets">How the tickets are called, such as "51 tickets".</param>
    public string Wish(string tickets) => _wish(tickets);

    public static BulkChange Close { get; } = new(tickets => $"Close {tickets}", "Closing", "closed", (ticket, stamp, _) =>
    {
        SkipIf(ticket.Status is TicketStatus.Closed, "already closed");
        ticket.Close(stamp);
    });

    public static BulkChange Reopen { get; } = new(tickets => $"Reopen {tickets}", "Reopening", "reopened", (ticket, stamp, _) =>
    {
        SkipIf(!ticket.Can(TicketAction.Reopen, stamp.By), "not closed");
        ticket.Reopen(stamp);
    });

    /// <summary>Sends the draft that waited when the ticket was selected, and no other.</summary>
    public static BulkChange Approve { get; } = new(tickets => $"Approve the drafts of {tickets}", "Approving", "approved", (ticket, stamp, given) =>
    {
        var draft = SelectedDraft(ticket, stamp, given);
        SkipIf(draft.Status is MessageStatus.PendingTools, "its tools have not been run");
        SkipIf(ticket.IsPreparing, "a new draft is being written");
        SkipIf(ticket.ChangedSources(draft).Count > 0, "an article it quotes was changed or deleted since");
        ticket.Approve(stamp, draft.Id, given.Grace);
    });

    public static BulkChange Regenerate { get; } = new(tickets => $"Regenerate the drafts of {tickets}", "Regenerating", "being regenerated", (ticket, stamp, given) =>
    {
        var draft = SelectedDraft(ticket, stamp, given);
        SkipIf(ticket.IsPreparing, "a new draft is being written");
        ticket.Regenerate(stamp, draft.Id);
    });

    /// <param name="name">How the history calls the person.</param>
    public static BulkChange AssignTo(Guid? agentId, string name) => new(tickets => $"Assign {tickets} to {name}", "Assigning", $"assigned to {name}", (ticket, stamp, _) =>
    {
        SkipIf(!ticket.IsOpen, "closed");
        SkipIf(ticket.AssigneeId == agentId, $"already assigned to {name}");
        ticket.Assign(stamp, agentId, ticket.TeamId, name);
    });

    /// <summary>Hands the tickets to a team; who of it takes each is open.</summary>
    public static BulkChange AssignToTeam(Guid teamId, string name) => new(tickets => $"Assign {tickets} to {name}", "Assigning", $"assigned to {name}", (ticket, stamp, _) =>
    {
        SkipIf(!ticket.IsOpen, "closed");
        SkipIf(ticket.TeamId == teamId && ticket.AssigneeId is null, $"already assigned to {name}");
        ticket.Assign(stamp, null, teamId, name);
    });

    public static BulkChange SetPriority(TicketPriority priority) => new(tickets => $"Set {tickets} to {priority}", "Changing the priority of", $"set to {priority}", (ticket, stamp, _) =>
    {
        SkipIf(ticket.Priority == priority, $"already {priority}");
        ticket.ChangePriority(stamp, priority);
    });

    public static BulkChange AddTag(string tag) => new(tickets => $"Tag {tickets} {Ticket.CleanTag(tag)}", "Tagging", $"tagged {Ticket.CleanTag(tag)}", (ticket, stamp, _) =>
    {
        SkipIf(ticket.Tags.Contains(Ticket.CleanTag(tag)), "already tagged so");
        ticket.AddTag(stamp, tag);
    });

    public static BulkChange RemoveTag(string tag) => new(tickets => $"Remove the tag {Ticket.CleanTag(tag)} from {tickets}", "Removing a tag from", $"no longer tagged {Ticket.CleanTag(tag)}", (ticket, stamp, _) =>
    {
        SkipIf(!ticket.Tags.Contains(Ticket.CleanTag(tag)), "not tagged so");
        ticket.RemoveTag(stamp, Ticket.CleanTag(tag));
    });

    internal void Apply(Ticket ticket, Stamp stamp, BulkCircumstances given)
    {
        SkipIf(ticket.ProjectId != given.ProjectId, "not a ticket of this project");
        _apply(ticket, stamp, given);
    }

    private static Message SelectedDraft(Ticket ticket, Stamp stamp, BulkCircumstances given)
    {
        var draft = ticket.Messages.LastOrDefault(message => message.IsPendingDraft)
            ?? throw new RuleBrokenException(WhyNoDraft(ticket, stamp, given));
        SkipIf(draft.AnswersNumber != ticket.LastCustomerNumber, "customer replied since");
        SkipIf(draft.CreatedAt > given.SelectedAt, "a new draft was written since");
        SkipIf(draft.EditedAt > given.SelectedAt, "the draft was edited since");
        return draft;
    }

    private static string WhyNoDraft(Ticket ticket, Stamp stamp, BulkCircumstances given)
    {
        if (ticket.LastMessageBy is Sender.Customer && ticket.LastMessageAt > given.SelectedAt)
        {
            return "customer replied since";
        }

        var approved = ticket.Messages.LastOrDefault(message => message.Sender is Sender.Ensoras
            && message.Status is not MessageStatus.Rejected && WhenItGoesOut(message) > given.SelectedAt);
        return approved switch
        {
            { ReviewedById: { } reviewer } => reviewer == stamp.By.Id ? "already approved" : "already approved by another reviewer",
            _ when ticket.LastMessageBy is Sender.Agent && ticket.LastMessageAt > given.SelectedAt => "an agent replied since",
            _ when ticket.IsPreparing => "a new draft is being written",
            _ => "no draft waits",
        };
    }

    // Delivery takes the due time away and, once it has succeeded, says when; what is under way goes out at some time to come.
    private static DateTimeOffset WhenItGoesOut(Message message) => message.SentAt ?? message.DueAt ?? DateTimeOffset.MaxValue;

    private static void SkipIf(bool condition, string reason)
    {
        if (condition)
        {
            throw new RuleBrokenException(reason);
        }
    }
}

/// <summary>What a bulk change knows beside the ticket.</summary>
/// <param name="SelectedAt">When the person selected the ticket: what happened since was not seen.</param>
/// <param name="Grace">How long an approved reply can be taken back.</param>
internal sealed record BulkCircumstances(Guid ProjectId, DateTimeOffset SelectedAt, TimeSpan Grace);
