using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Import;

/// <summary>
/// Plays a conversation through the ticket's own operations, each at its moment, so that counters and status are what
/// they would be.
/// </summary>
/// <param name="files">The ids of the files that were stored for each line.</param>
internal sealed class ConversationReplay(
    Conversation conversation,
    Customer customer,
    ILookup<ConversationLine, Guid> files,
    DateTimeOffset now)
{
    private const string FormerAgent = "Agent (imported)";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public NewTicket Opening(Guid projectId)
    {
        var moments = Moments();
        return new NewTicket(
            projectId,
            customer.Id,
            Channel.Email,
            conversation.Subject,
            Actor.Of(customer),
            (ticket, _) => Play(ticket, moments))
        {
            ImportKey = conversation.Key,
            At = moments[0],
            AttachmentIds = [.. files.SelectMany(ids => ids)],
        };
    }

    /// <summary>
    /// When each message was written: as the file says, a second after the one before where it says nothing, and
    /// never before that.
    /// </summary>
    private List<DateTimeOffset> Moments()
    {
        var moments = new List<DateTimeOffset>(conversation.Lines.Count);
        var next = now - (Step * conversation.Lines.Count);
        foreach (var line in conversation.Lines)
        {
            var at = line.At ?? next;
            moments.Add(moments.Count > 0 && at < moments[^1] ? moments[^1] : at > now ? now : at);
            next = moments[^1] + Step;
        }

        return moments;
    }

    private void Play(Ticket ticket, List<DateTimeOffset> moments)
    {
        var handledByPeople = conversation.Lines.Any(line => !line.IsCustomer);
        foreach (var (line, at) in conversation.Lines.Zip(moments))
        {
            ticket.AttachImported(
                line.IsCustomer ? CustomerWrote(ticket, line, at, handledByPeople) : AgentWrote(ticket, line, at),
                files[line]);
        }

        Finish(ticket, moments[^1]);
    }

    private Message CustomerWrote(Ticket ticket, ConversationLine line, DateTimeOffset at, bool handledByPeople)
    {
        var message = ticket.CustomerWrote(new Stamp(Actor.Of(customer), at), line.Text, null);
        if (handledByPeople && ticket.Type is TicketType.Ensoras)
        {
            ticket.ImportAsHumanHandled(new Stamp(Actor.System, at));
        }

        return message;
    }

    private static Message AgentWrote(Ticket ticket, ConversationLine line, DateTimeOffset at)
    {
        var author = new Actor(Sender.Agent, null, JsonText.Name(line.Author ?? FormerAgent).Cut(80), Role.Lead);
        var reply = ticket.Reply(new Stamp(author, at), line.Text, TimeSpan.Zero);
        ticket.ClaimForSending(new Stamp(Actor.System, at), reply.Id, at);
        ticket.Delivered(new Stamp(Actor.System, at), reply.Id);
        return reply;
    }

    private void Finish(Ticket ticket, DateTimeOffset at)
    {
        ticket.SkipWorkflows();
        if (conversation.Tag is { } tag)
        {
            ticket.AddTag(new Stamp(Actor.System, at), tag);
        }

        if (conversation.Status is TicketStatus.Closed)
        {
            ticket.Close(new Stamp(Actor.System, at));
        }
        else if (conversation.Status is { } status && status != ticket.Status)
        {
            ticket.ChangeStatus(new Stamp(new Actor(Sender.Agent, null, FormerAgent, Role.Lead), at), status);
        }
    }
}
