using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;

namespace Ensoras.Bench.Seeding;

/// <summary>How a seeded ticket stands in the end.</summary>
internal enum Fate
{
    Closed,
    Resolved,
    AwaitingCustomer,
    AwaitingApproval,
    AwaitingAgent,
    Stale,
}

/// <summary>
/// Makes tickets by the product's own operations, in memory, so that each row is one that the desk could have
/// written.
/// </summary>
internal sealed class TicketStory(Cast cast, Random random, DateTimeOffset now)
{
    private static readonly TicketPriority[] Priorities =
    [
        .. Enumerable.Repeat(TicketPriority.Low, 10),
        .. Enumerable.Repeat(TicketPriority.Medium, 60),
        .. Enumerable.Repeat(TicketPriority.High, 18),
        .. Enumerable.Repeat(TicketPriority.Urgent, 9),
        .. Enumerable.Repeat(TicketPriority.Critical, 3),
    ];

    private DateTimeOffset _clock;
    private double _longestGap;

    /// <param name="messages">How many messages it has in the end, at least 5.</param>
    public Ticket Tell(int number, Fate fate, int messages, DateTimeOffset openedAt)
    {
        _clock = openedAt;
        _longestGap = Math.Min(
            TimeSpan.FromHours(12).TotalMilliseconds,
            (now - openedAt).TotalMilliseconds / (messages * 5));
        var customer = cast.AnyCustomer(random);
        var channel = random.Next(100) < 60 ? Channel.Widget : Channel.Email;
        var question = Phrases.Question(random);
        var by = Actor.Of(customer);
        var ticket = Ticket.Open(
            new NewTicket(
                cast.Project.Id,
                customer.Id,
                channel,
                question[..Math.Min(question.Length, 70)],
                by,
                (_, _) => { }),
            number,
            Next(by));
        ticket.CustomerWrote(Next(by), question, null);
        Mark(ticket);
        if (fate is Fate.AwaitingAgent && number % 2 == 0)
        {
            ticket.TakeOwnership(Next(AnyAgent()));
        }

        var turns =
            fate is Fate.AwaitingApproval || (fate is Fate.AwaitingAgent && ticket.Type is TicketType.Ensoras)
                ? messages - 2
                : messages - 1;
        for (var turn = 1; turn < turns; turn++)
        {
            Speak(ticket, customer, turn % 2 == 0);
        }

        End(ticket, customer, fate);
        ticket.CountVersion();
        return ticket;
    }

    private void Speak(Ticket ticket, Customer customer, bool isCustomer)
    {
        if (isCustomer)
        {
            ticket.CustomerWrote(Next(Actor.Of(customer)), Phrases.Question(random), null);
        }
        else if (ticket.IsPreparing && random.Next(100) < 70)
        {
            Draft(ticket);
            var approval = Next(AnyAgent());
            var draft = ticket.Messages[^1];
            ticket.Approve(approval, draft.Id, TimeSpan.Zero);
            Deliver(ticket, approval.At, draft);
        }
        else
        {
            var reply = Next(AnyAgent());
            Deliver(ticket, reply.At, ticket.Reply(reply, Phrases.Answer(random), TimeSpan.Zero));
        }
    }

    private void End(Ticket ticket, Customer customer, Fate fate)
    {
        switch (fate)
        {
            case Fate.AwaitingApproval:
                Speak(ticket, customer, isCustomer: true);
                Draft(ticket);
                break;
            case Fate.AwaitingAgent:
                Speak(ticket, customer, isCustomer: true);
                if (ticket.DraftRequestId is { } request)
                {
                    ticket.NoAnswer(Next(Actor.Ensoras), request, Sentence.Verbatim("No article answers this. A "
                        + "person takes over."));
                }

                break;
            case Fate.Stale:
                Speak(ticket, customer, isCustomer: true);
                ticket.GoStale(Next(Actor.System), TimeSpan.Zero);
                break;
            case Fate.Resolved:
                ticket.ChangeStatus(Next(cast.Lead), TicketStatus.Resolved);
                break;
            case Fate.Closed when random.Next(100) < 60:
                ticket.AutoClose(Next(Actor.System), TimeSpan.Zero);
                break;
            case Fate.Closed:
                Speak(ticket, customer, isCustomer: false);
                ticket.Close(Next(cast.Lead));
                break;
            default:
                Speak(ticket, customer, isCustomer: false);
                break;
        }
    }

    private void Draft(Ticket ticket) =>
        ticket.DraftReady(
            Next(Actor.Ensoras),
            ticket.DraftRequestId!.Value,
            new WrittenDraft(
                Phrases.Answer(random),
                [
                    new DraftSource(
                        "Shipping › Standard delivery",
                        "/help/shipping-times",
                        "Working days are counted from the day your parcel leaves the warehouse."),
                ],
                []),
            TimeSpan.Zero);

    private static void Deliver(Ticket ticket, DateTimeOffset at, Message message)
    {
        var stamp = new Stamp(Actor.System, at);
        ticket.ClaimForSending(stamp, message.Id, at);
        ticket.Delivered(stamp, message.Id);
    }

    private void Mark(Ticket ticket)
    {
        var priority = Phrases.Pick(Priorities, random);
        if (priority != ticket.Priority)
        {
            ticket.ChangePriority(Next(cast.Lead), priority);
        }

        for (var tags = random.Next(4); tags > 0; tags--)
        {
            var tag = Phrases.Pick(Phrases.Tags, random);
            if (!ticket.Tags.Contains(tag))
            {
                ticket.AddTag(Next(cast.Lead), tag);
            }
        }

        if (random.Next(100) < 55)
        {
            Guid? agent = random.Next(100) < 60 ? Phrases.Pick(cast.Agents, random).Id : null;
            Guid? team = agent is null || random.Next(100) < 50 ? Phrases.Pick(cast.Teams, random).Id : null;
            ticket.Assign(Next(cast.Lead), agent, team, "somebody");
        }
    }

    private Actor AnyAgent() => Actor.Of(Phrases.Pick(cast.Agents, random));

    private Stamp Next(Actor by)
    {
        _clock += TimeSpan.FromMilliseconds(Math.Floor(random.NextDouble() * _longestGap));
        return new Stamp(by, _clock);
    }
}
