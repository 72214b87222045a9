using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// One change that is applied to many tickets. A ticket it does not fit is skipped with a short reason.
/// </summary>
public sealed class BulkChange
{
    private const string Unmatched = "no longer matches the filter";

    private readonly Func<string, string> _wish;
    private readonly Action<Ticket, Stamp, BulkCircumstances> _apply;

    private BulkChange(
        string[] code,
        Func<string, string> wish,
        string doing,
        string done,
        Action<Ticket, Stamp, BulkCircumstances> apply)
    {
        Code = JsonSerializer.Serialize(code, JsonSerializerOptions.Default);
        _wish = wish;
        Doing = doing;
        Done = done;
        _apply = apply;
    }

    /// <summary>What it is stored as; <see cref="FromCode"/> makes it again.</summary>
    public string Code { get; }

    /// <summary>The role that changing many at once needs.</summary>
    public Role LeastRole { get; private init; } = Role.Lead;

    /// <summary>What is under way, such as "Approving".</summary>
    public string Doing { get; }

    /// <summary>What has been done, such as "approved".</summary>
    public string Done { get; }

    /// <summary>What is wanted, such as "Assign 51 tickets to Jonas".</summary>
    /// <param name="tickets">How the tickets are called, such as "51 tickets".</param>
    public string Wish(string tickets) => _wish(tickets);

    /// <summary>Whether this person may do it to many at once.</summary>
    public bool IsAllowed(Actor by) => by.IsAtLeast(LeastRole);

    public static BulkChange Close { get; } =
        new(
            ["close"],
            tickets => $"Close {tickets}",
            "Closing",
            "closed",
            (ticket, stamp, given) =>
            {
                SkipIf(ticket.Status is TicketStatus.Closed, "already closed");
                SkipIf(
                    ticket.LastMessageBy is Sender.Customer && ticket.LastMessageAt > given.SelectedAt,
                    "customer replied since");
                ticket.Close(stamp);
            });

    public static BulkChange Reopen { get; } =
        new(
            ["reopen"],
            tickets => $"Reopen {tickets}",
            "Reopening",
            "reopened",
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.Can(TicketAction.Reopen, stamp.By), "not closed");
                ticket.Reopen(stamp);
            });

    /// <summary>Sends the draft that waited when the ticket was selected, and no other.</summary>
    public static BulkChange Approve { get; } =
        new(
            ["approve"],
            tickets => $"Approve the drafts of {tickets}",
            "Approving",
            "approved",
            (ticket, stamp, given) =>
            {
                var draft = SelectedDraft(ticket, stamp, given);
                SkipIf(draft.Status is MessageStatus.PendingTools, "its tools have not been run");
                SkipIf(ticket.IsPreparing, "a new draft is being written");
                SkipIf(ticket.ChangedSources(draft).Count > 0, "an article it quotes was changed or deleted since");
                ticket.Approve(stamp, draft.Id, given.Grace);
            })
        {
            LeastRole = Role.Reviewer,
        };

    public static BulkChange Regenerate { get; } =
        new(
            ["regenerate"],
            tickets => $"Regenerate the drafts of {tickets}",
            "Regenerating",
            "being regenerated",
            (ticket, stamp, given) =>
            {
                var draft = SelectedDraft(ticket, stamp, given);
                SkipIf(ticket.IsPreparing, "a new draft is being written");
                ticket.Regenerate(stamp, draft.Id);
            })
        {
            LeastRole = Role.Reviewer,
        };

    /// <summary>
    /// What was closed becomes what it was before, however long ago: for tickets that were closed by mistake.
    /// </summary>
    public static BulkChange UndoClose { get; } =
        new(
            ["undo close"],
            tickets => $"Undo closing {tickets}",
            "Reopening",
            "reopened as before",
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.Can(TicketAction.UndoClose, stamp.By), "not closed, or changed since");
                ticket.UndoClose(stamp);
            });

    /// <param name="name">How the history calls the person.</param>
    public static BulkChange AssignTo(Guid? agentId, string name) =>
        new(
            ["assign", agentId?.ToString() ?? "", name],
            tickets => $"Assign {tickets} to {name}",
            "Assigning",
            $"assigned to {name}",
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.IsOpen, "closed");
                SkipIf(ticket.AssigneeId == agentId, $"already assigned to {name}");
                ticket.Assign(stamp, agentId, ticket.TeamId, name);
            });

    /// <summary>Hands the tickets to a team; who of it takes each is open.</summary>
    public static BulkChange AssignToTeam(Guid teamId, string name) =>
        new(
            ["team", teamId.ToString(), name],
            tickets => $"Assign {tickets} to {name}",
            "Assigning",
            $"assigned to {name}",
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.IsOpen, "closed");
                SkipIf(ticket.TeamId == teamId && ticket.AssigneeId is null, $"already assigned to {name}");
                ticket.Assign(stamp, null, teamId, name);
            });

    public static BulkChange SetPriority(TicketPriority priority) =>
        new(
            ["priority", priority.ToString()],
            tickets => $"Set {tickets} to {priority}",
            "Changing the priority of",
            $"set to {priority}",
            (ticket, stamp, _) =>
            {
                SkipIf(ticket.Priority == priority, $"already {priority}");
                ticket.ChangePriority(stamp, priority);
            });

    public static BulkChange AddTag(string tag) =>
        new(
            ["tag", tag],
            tickets => $"Tag {tickets} {Ticket.CleanTag(tag)}",
            "Tagging",
            $"tagged {Ticket.CleanTag(tag)}",
            (ticket, stamp, _) =>
            {
                SkipIf(ticket.Tags.Contains(Ticket.CleanTag(tag)), "already tagged so");
                ticket.AddTag(stamp, tag);
            });

    public static BulkChange RemoveTag(string tag) =>
        new(
            ["untag", tag],
            tickets => $"Remove the tag {Ticket.CleanTag(tag)} from {tickets}",
            "Removing a tag from",
            $"no longer tagged {Ticket.CleanTag(tag)}",
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.Tags.Contains(Ticket.CleanTag(tag)), "not tagged so");
                ticket.RemoveTag(stamp, Ticket.CleanTag(tag));
            });

    /// <summary>The change that <see cref="Code"/> stands for.</summary>
    public static BulkChange FromCode(string code) =>
        JsonSerializer.Deserialize<string[]>(code, JsonSerializerOptions.Default) switch
        {
            ["close"] => Close,
            ["reopen"] => Reopen,
            ["undo close"] => UndoClose,
            ["approve"] => Approve,
            ["regenerate"] => Regenerate,
            ["assign", "", var name] => AssignTo(null, name),
            ["assign", var id, var name] => AssignTo(Guid.Parse(id), name),
            ["team", var id, var name] => AssignToTeam(Guid.Parse(id), name),
            ["priority", var priority] => SetPriority(Enum.Parse<TicketPriority>(priority)),
            ["tag", var tag] => AddTag(tag),
            ["untag", var tag] => RemoveTag(tag),
            _ => throw new FormatException($"No bulk change is stored as {code}."),
        };

    internal void Apply(Ticket ticket, Stamp stamp, BulkCircumstances given)
    {
        SkipIf(ticket.ProjectId != given.ProjectId, "not a ticket of this project");
        SkipIf(!given.StillMatches, Unmatched);
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
            { ReviewedById: { } reviewer } => reviewer == stamp.By.Id
                ? "already approved"
                : "already approved by another reviewer",
            _ when ticket.LastMessageBy is Sender.Agent && ticket.LastMessageAt > given.SelectedAt =>
                "an agent replied since",
            _ when ticket.IsPreparing => "a new draft is being written",
            _ => "no draft waits",
        };
    }

    // Delivery takes the due time away and, once it has succeeded, says when; what is under way goes out at some time
    // to come.
    private static DateTimeOffset WhenItGoesOut(Message message) =>
        message.SentAt ?? message.DueAt ?? DateTimeOffset.MaxValue;

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
/// <param name="Grace">How long an approved reply can be undone.</param>
internal sealed record BulkCircumstances(Guid ProjectId, DateTimeOffset SelectedAt, TimeSpan Grace)
{
    /// <summary>Whether the ticket still matches what everything selected matched.</summary>
    public bool StillMatches { get; init; } = true;
}
