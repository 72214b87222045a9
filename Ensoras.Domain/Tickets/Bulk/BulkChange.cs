using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// One change that is applied to many tickets. A ticket it does not fit is skipped with a short reason.
/// </summary>
public sealed class BulkChange
{
    private readonly string _name;
    private readonly object[] _about;
    private readonly Action<Ticket, Stamp, BulkCircumstances> _apply;

    /// <param name="name">What its sentences are called: Wish, Doing and Done follow it.</param>
    /// <param name="about">What they speak of beside the tickets, such as the assignee.</param>
    private BulkChange(
        string[] code,
        string name,
        object[] about,
        Action<Ticket, Stamp, BulkCircumstances> apply)
    {
        Code = JsonSerializer.Serialize(code, JsonSerializerOptions.Default);
        _name = name;
        _about = about;
        _apply = apply;
    }

    /// <summary>What it is stored as; <see cref="FromCode"/> makes it again.</summary>
    public string Code { get; }

    /// <summary>The role that changing many at once needs.</summary>
    public Role LeastRole { get; private init; } = Role.Lead;

    /// <summary>What has been done, such as "approved".</summary>
    public Sentence Done => Sentence.Of($"Bulk.{_name}Done", _about);

    /// <summary>What is under way, such as "Approving 51 tickets".</summary>
    public Sentence Doing(int tickets) => Sentence.Of($"Bulk.{_name}Doing", [tickets, .. _about]);

    /// <summary>What is wanted, such as "Assign 51 tickets to Jonas".</summary>
    /// <param name="tickets">How the tickets are called, such as "51 tickets".</param>
    public Sentence Wish(Sentence tickets) => Sentence.Of($"Bulk.{_name}Wish", [tickets, .. _about]);

    /// <summary>Whether this person may do it to many at once.</summary>
    public bool IsAllowed(Actor by) => by.IsAtLeast(LeastRole);

    public static BulkChange Close { get; } =
        new(
            ["close"],
            "Close",
            [],
            (ticket, stamp, given) =>
            {
                SkipIf(ticket.Status is TicketStatus.Closed, Sentence.Of("Bulk.AlreadyClosed"));
                SkipIf(
                    ticket.LastMessageBy is Sender.Customer && ticket.LastMessageAt > given.SelectedAt,
                    Sentence.Of("Bulk.RepliedSince"));
                ticket.Close(stamp);
            });

    public static BulkChange Reopen { get; } =
        new(
            ["reopen"],
            "Reopen",
            [],
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.Can(TicketAction.Reopen, stamp.By), Sentence.Of("Bulk.NotClosed"));
                ticket.Reopen(stamp);
            });

    /// <summary>Sends the draft that waited when the ticket was selected, and no other.</summary>
    public static BulkChange Approve { get; } =
        new(
            ["approve"],
            "Approve",
            [],
            (ticket, stamp, given) =>
            {
                var draft = SelectedDraft(ticket, stamp, given);
                SkipIf(draft.Status is MessageStatus.PendingTools, Sentence.Of("Bulk.ToolsNotRun"));
                SkipIf(ticket.IsPreparing, Sentence.Of("Bulk.BeingWritten"));
                SkipIf(ticket.ChangedSources(draft).Count > 0, Sentence.Of("Bulk.ArticleChanged"));
                ticket.Approve(stamp, draft.Id, given.Grace);
            })
        {
            LeastRole = Role.Reviewer,
        };

    public static BulkChange Regenerate { get; } =
        new(
            ["regenerate"],
            "Regenerate",
            [],
            (ticket, stamp, given) =>
            {
                var draft = SelectedDraft(ticket, stamp, given);
                SkipIf(ticket.IsPreparing, Sentence.Of("Bulk.BeingWritten"));
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
            "UndoClose",
            [],
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.Can(TicketAction.UndoClose, stamp.By), Sentence.Of("Bulk.ChangedSince"));
                ticket.UndoClose(stamp);
            });

    /// <param name="name">How the history calls the person.</param>
    public static BulkChange AssignTo(Guid? agentId, string name) =>
        new(
            ["assign", agentId?.ToString() ?? "", name],
            "Assign",
            [Ticket.NameOf(agentId, name)],
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.IsOpen, Sentence.Of("Bulk.IsClosed"));
                SkipIf(
                    ticket.AssigneeId == agentId,
                    Sentence.Of("Bulk.AlreadyAssigned", Ticket.NameOf(agentId, name)));
                ticket.Assign(stamp, agentId, ticket.TeamId, name);
            });

    /// <summary>Hands the tickets to a team; who of it takes each is open.</summary>
    public static BulkChange AssignToTeam(Guid teamId, string name) =>
        new(
            ["team", teamId.ToString(), name],
            "Assign",
            [name],
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.IsOpen, Sentence.Of("Bulk.IsClosed"));
                SkipIf(
                    ticket.TeamId == teamId && ticket.AssigneeId is null,
                    Sentence.Of("Bulk.AlreadyAssigned", name));
                ticket.Assign(stamp, null, teamId, name);
            });

    public static BulkChange SetPriority(TicketPriority priority) =>
        new(
            ["priority", priority.ToString()],
            "Priority",
            [priority],
            (ticket, stamp, _) =>
            {
                SkipIf(ticket.Priority == priority, Sentence.Of("Bulk.AlreadyPriority", priority));
                ticket.ChangePriority(stamp, priority);
            });

    public static BulkChange AddTag(string tag) =>
        new(
            ["tag", tag],
            "Tag",
            [Ticket.CleanTag(tag)],
            (ticket, stamp, _) =>
            {
                SkipIf(ticket.Tags.Contains(Ticket.CleanTag(tag)), Sentence.Of("Bulk.AlreadyTagged"));
                ticket.AddTag(stamp, tag);
            });

    public static BulkChange RemoveTag(string tag) =>
        new(
            ["untag", tag],
            "Untag",
            [Ticket.CleanTag(tag)],
            (ticket, stamp, _) =>
            {
                SkipIf(!ticket.Tags.Contains(Ticket.CleanTag(tag)), Sentence.Of("Bulk.NotTagged"));
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
        SkipIf(ticket.ProjectId != given.ProjectId, Sentence.Of("Bulk.OtherProject"));
        SkipIf(!given.StillMatches, Sentence.Of("Bulk.Unmatched"));
        _apply(ticket, stamp, given);
    }

    private static Message SelectedDraft(Ticket ticket, Stamp stamp, BulkCircumstances given)
    {
        var draft = ticket.Messages.LastOrDefault(message => message.IsPendingDraft)
            ?? throw new RuleBrokenException(WhyNoDraft(ticket, stamp, given));
        SkipIf(draft.AnswersNumber != ticket.LastCustomerNumber, Sentence.Of("Bulk.RepliedSince"));
        SkipIf(draft.CreatedAt > given.SelectedAt, Sentence.Of("Bulk.DraftWrittenSince"));
        SkipIf(draft.EditedAt > given.SelectedAt, Sentence.Of("Bulk.DraftEditedSince"));
        return draft;
    }

    private static Sentence WhyNoDraft(Ticket ticket, Stamp stamp, BulkCircumstances given)
    {
        if (ticket.LastMessageBy is Sender.Customer && ticket.LastMessageAt > given.SelectedAt)
        {
            return Sentence.Of("Bulk.RepliedSince");
        }

        var approved = ticket.Messages.LastOrDefault(message => message.Sender is Sender.Ensoras
            && message.Status is not MessageStatus.Rejected && WhenItGoesOut(message) > given.SelectedAt);
        return approved switch
        {
            { ReviewedById: { } reviewer } => reviewer == stamp.By.Id
                ? Sentence.Of("Bulk.AlreadyApproved")
                : Sentence.Of("Bulk.ApprovedByAnother"),
            _ when ticket.LastMessageBy is Sender.Agent && ticket.LastMessageAt > given.SelectedAt =>
                Sentence.Of("Bulk.AgentRepliedSince"),
            _ when ticket.IsPreparing => Sentence.Of("Bulk.BeingWritten"),
            _ => Sentence.Of("Bulk.NoDraft"),
        };
    }

    // Delivery takes the due time away and, once it has succeeded, says when; what is under way goes out at some time
    // to come.
    private static DateTimeOffset WhenItGoesOut(Message message) =>
        message.SentAt ?? message.DueAt ?? DateTimeOffset.MaxValue;

    private static void SkipIf(bool condition, Sentence reason)
    {
        if (condition)
        {
            throw new RuleBrokenException(reason);
        }
    }
}
