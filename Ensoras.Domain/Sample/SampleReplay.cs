using System.Text.Json;
using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;

namespace Ensoras.Domain.Sample;

/// <summary>
/// Plays one ticket of the sample through the desk's own operations, each at its own moment, so that counters,
/// history and status are what they would be.
/// </summary>
internal sealed class SampleReplay(SampleContent.Case @case, SampleCast cast, DateTimeOffset now)
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(24);
    private readonly DateTimeOffset _openedAt = now - TimeSpan.FromMinutes(@case.OpenedMinutesAgo);
    private DateTimeOffset _at;

    public NewTicket Opening(Guid projectId)
    {
        var customer = cast.Customers[@case.Customer];
        return new NewTicket(
            projectId,
            customer.Id,
            @case.Channel,
            @case.Subject,
            Actor.Of(customer),
            (ticket, _) => Play(ticket, customer))
        {
            At = _openedAt,
        };
    }

    private Actor Lead => Actor.Of(cast.Agents["lead"]);

    private Actor Reviewer => Actor.Of(cast.Agents["reviewer"]);

    private Actor Handler => Actor.Of(cast.Agents[@case.Assignee ?? "agent"]);

    private Stamp By(Actor actor) => new(actor, _at);

    private void Play(Ticket ticket, Customer customer)
    {
        foreach (var line in @case.Messages)
        {
            _at = _openedAt + TimeSpan.FromMinutes(line.MinutesLater);
            switch (line.From)
            {
                case "customer":
                    var arrived = ticket.CustomerWrote(By(Actor.Of(customer)), line.Text, null);
                    cast.Evaluate(
                        ticket,
                        new ArrivedMessage(
                            arrived.Number,
                            arrived.Body,
                            @case.Subject,
                            @case.Channel,
                            customer.Email,
                            arrived.Number == 1),
                        _at);
                    break;
                case "ensoras":
                    Draft(ticket, line);
                    break;
                case "agent":
                    Write(ticket, line);
                    break;
                default:
                    Remark(ticket, line.Text);
                    break;
            }

            if (ticket.Messages.Count == 1)
            {
                Mark(ticket);
            }
        }

        Finish(ticket);
    }

    private void Mark(Ticket ticket)
    {
        if (@case.Priority != ticket.Priority)
        {
            ticket.ChangePriority(By(Lead), @case.Priority);
        }

        foreach (var tag in @case.Tags.Except(ticket.Tags))
        {
            ticket.AddTag(By(Lead), tag);
        }

        if (@case.Assignee is not null || @case.Team is not null)
        {
            var agent = @case.Assignee is null ? null : cast.Agents[@case.Assignee];
            var team = @case.Team is null ? null : cast.Teams[@case.Team];
            if (agent?.Id != ticket.AssigneeId || team?.Id != ticket.TeamId)
            {
                ticket.Assign(
                    By(Lead),
                    agent?.Id,
                    team?.Id,
                    string.Join(", ", new[] { agent?.Name, team?.Name }.OfType<string>()));
            }
        }
    }

    private void Draft(Ticket ticket, SampleContent.Line line)
    {
        if (!ticket.IsPreparing)
        {
            ticket.RequestDraft(By(Reviewer));
        }

        var sources = (line.Sources ?? [])
            .Select(key => cast.Articles[key])
            .Select(article => new DraftSource($"{article.Collection} › {article.Title}", $"/help/{article.Key}", "")
            {
                ArticleId = article.Id,
                Version = article.Version,
            })
            .ToList();
        var calls = (line.Calls ?? [])
            .Select(call => new ToolCall(call.Tool, JsonSerializer.Serialize(call.Arguments), _at))
            .ToList();
        ticket.DraftReady(
            By(Actor.Ensoras),
            ticket.DraftRequestId!.Value,
            new WrittenDraft(line.Text, sources, calls),
            TimeSpan.Zero);
        var draft = ticket.Messages[^1];
        switch (line.State)
        {
            case MessageStatus.Draft:
                break;
            case MessageStatus.PendingTools:
                RunTools(ticket, draft, line);
                break;
            case MessageStatus.Rejected when line.Reason!.StartsWith("Superseded", StringComparison.Ordinal):
                break;
            case MessageStatus.Rejected:
                ticket.Reject(By(Reviewer), draft.Id, line.Reason);
                break;
            default:
                ticket.Approve(By(Reviewer), draft.Id, TimeSpan.Zero);
                Deliver(ticket, draft);
                break;
        }
    }

    /// <summary>Tools whose result is known have run for review; the others wait for a word.</summary>
    private void RunTools(Ticket ticket, Message draft, SampleContent.Line line)
    {
        if (line.Calls!.All(call => call.Result is null))
        {
            return;
        }

        ticket.ExecuteAndReview(By(Reviewer), draft.Id);
        foreach (var (call, known) in draft.ToolCalls.Zip(line.Calls!))
        {
            ticket.ClaimTool(By(Actor.System), call.Id);
            _at += TimeSpan.FromMilliseconds(640);
            ticket.ToolEnded(By(Actor.System), call.Id, true, known.Result!, TimeSpan.Zero);
        }
    }

    private void Write(Ticket ticket, SampleContent.Line line)
    {
        var author = Actor.Of(cast.Agents[line.Author ?? @case.Assignee ?? "agent"]);
        if (line.Note)
        {
            ticket.WriteNote(By(author), line.Text);
            return;
        }

        if (@case.Type is TicketType.Human && ticket.Type is TicketType.Ensoras)
        {
            ticket.Escalate(By(author));
        }

        if (line.State is MessageStatus.Scheduled)
        {
            ticket.Schedule(
                By(author),
                line.Text,
                now + TimeSpan.FromMinutes(line.ScheduledInMinutes!.Value),
                cancelIfCustomerReplies: true);
            return;
        }

        var message = ticket.Reply(By(author), line.Text, TimeSpan.Zero);
        if (line.State is MessageStatus.Failed)
        {
            ticket.ClaimForSending(By(Actor.System), message.Id, _at);
            var why = Sentence.Verbatim(line.Reason!);
            ticket.DeliveryFailed(By(Actor.System), message.Id, why, mayHaveBeenSent: false);
        }
        else
        {
            Deliver(ticket, message);
        }
    }

    private void Remark(Ticket ticket, string text)
    {
        if (ticket.DraftRequestId is { } requestId)
        {
            ticket.NoAnswer(By(Actor.Ensoras), requestId, Sentence.Verbatim(text));
        }
        else
        {
            ticket.Remark(By(Actor.System), Sentence.Verbatim(text));
        }
    }

    private void Deliver(Ticket ticket, Message message)
    {
        ticket.ClaimForSending(By(Actor.System), message.Id, _at);
        ticket.Delivered(By(Actor.System), message.Id);
    }

    private void Finish(Ticket ticket)
    {
        if (@case.Type is TicketType.Human && ticket.Type is TicketType.Ensoras)
        {
            ticket.Escalate(By(Handler));
        }

        if (@case.Status is TicketStatus.Closed)
        {
            ticket.Close(By(Handler));
        }
        else if (ticket.Status != @case.Status)
        {
            ticket.ChangeStatus(By(Handler), @case.Status);
        }

        if (@case.Status is TicketStatus.AwaitingEnsoras && now - _at > StaleAfter)
        {
            // Nobody wrote a draft for a day: that is what makes it stale.
            ticket.AbandonDraft();
            _at = now;
            ticket.GoStale(By(Actor.System), StaleAfter);
        }

        if (!@case.Unread)
        {
            ticket.MarkRead(By(Handler));
        }
    }
}
