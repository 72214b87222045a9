using System.Threading.Channels;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Live;
using Ensoras.Domain.Rendering;
using Signals = System.Threading.Channels.Channel;

namespace Ensoras.Web.Widget;

/// <summary>One open tab of a visitor: keeps what it has been told, and tells it what is new.</summary>
internal sealed class VisitorEventStream(
    EventStream stream,
    AuthenticatedSession visit,
    int after,
    WidgetSessions sessions,
    WidgetConversation conversation,
    LiveUpdates live,
    Presence presence,
    Attendance attendance,
    WidgetConnections connections,
    TimeProvider time) : IDisposable
{
    private const int BeatsPerSign = 20;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private readonly Channel<bool> _signals =
        Signals.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IDisposable? _subscription;
    private IDisposable? _stay;
    private Guid? _ticketId;
    private TypingEvent? _typing;
    private StateEvent? _state;
    private WidgetWaiting? _waitsFor;
    private volatile bool _isBeatDue;
    private int _beats;

    /// <summary>Tells until the conversation has ended.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await using var beat = time.CreateTimer(_ => SignalBeat(), null, Beat, Beat);
        Watch(visit.TicketId);
        while (!await TellAsync(cancellationToken))
        {
            await _signals.Reader.ReadAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _stay?.Dispose();
    }

    private void SignalBeat()
    {
        _isBeatDue = true;
        _signals.Writer.TryWrite(true);
    }

    private void Watch(Guid? ticketId)
    {
        _ticketId = ticketId;
        _subscription?.Dispose();
        _subscription = live.Subscribe(
            [
                LiveScope.Presence(visit.Project.Id),
                .. ticketId is { } id
                    ? new[] { LiveScope.Ticket(id), LiveScope.Presence(id) }
                    : [LiveScope.Session(visit.Session.Id)],
            ],
            () =>
            {
                _signals.Writer.TryWrite(true);
                return Task.CompletedTask;
            });
        _stay = ticketId is { } present ? connections.Online(present, visit.Who, visit.Customer.Name) : null;
    }

    private async Task<bool> TellAsync(CancellationToken cancellationToken)
    {
        if (_ticketId is null
            && (await sessions.FindSessionAsync(visit.Session.Id, cancellationToken)).TicketId is { } begun)
        {
            // Subscribed first, read second: what happens between the two is not missed.
            Watch(begun);
        }

        var hasEnded = _ticketId is { } ticketId && await TellOfAsync(ticketId, cancellationToken);
        if (!hasEnded)
        {
            await TellStateAsync(cancellationToken);
        }

        if (_isBeatDue)
        {
            _isBeatDue = false;
            await BeatAsync(cancellationToken);
        }

        await stream.FlushAsync(cancellationToken);
        return hasEnded;
    }

    private async Task<bool> TellOfAsync(Guid ticketId, CancellationToken cancellationToken)
    {
        WidgetThread thread;
        do
        {
            thread = await conversation.ReadAsync(ticketId, after, cancellationToken);
            var typing = Typing(ticketId, thread.Typist);
            if (typing is null)
            {
                // Off before the message, which the chat announces with dots of its own.
                await TellTypingAsync(null, cancellationToken);
            }

            foreach (var message in thread.Messages)
            {
                await stream.WriteAsync("message", EventOf(message), cancellationToken, message.Number);
                after = message.Number;
            }

            if (!thread.HasMore)
            {
                await TellTypingAsync(typing, cancellationToken);
            }
        }
        while (thread.HasMore);

        _waitsFor = thread.WaitsFor;
        if (thread.HasEnded)
        {
            await stream.WriteAsync("closed", new { }, cancellationToken);
        }

        return thread.HasEnded;
    }

    private async Task TellStateAsync(CancellationToken cancellationToken)
    {
        var waiting = _waitsFor?.ToString().ToLowerInvariant();
        var state = new StateEvent(waiting, attendance.IsAnybodyThere(visit.Project.Id));
        if (state != _state)
        {
            await stream.WriteAsync("state", state, cancellationToken);
            _state = state;
        }
    }

    private async Task TellTypingAsync(TypingEvent? typing, CancellationToken cancellationToken)
    {
        if (typing != _typing)
        {
            await stream.WriteAsync("typing", typing ?? _typing! with { On = false }, cancellationToken);
            _typing = typing;
        }
    }

    /// <summary>Renews what expires by itself: the visitor's presence here, the dots over there, every five minutes
    /// the stored hour of the visit.</summary>
    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (++_beats % BeatsPerSign == 0)
        {
            await sessions.SeenAsync(visit, null, cancellationToken);
        }

        if (_ticketId is { } ticketId)
        {
            presence.Show(ticketId, visit.Who, visit.Customer.Name, Activity.Online);
        }

        if (_typing is not null)
        {
            await stream.WriteAsync("typing", _typing, cancellationToken);
        }

        await stream.BeatAsync(cancellationToken);
    }

    private TypingEvent? Typing(Guid ticketId, WidgetTypist? coming)
    {
        if (coming is not null)
        {
            return new TypingEvent(Word(coming.Sender), Author(coming.Sender, coming.Name), true);
        }

        // Not Replying: that is also somebody who writes an internal note.
        var agent = presence.On(ticketId)
            .FirstOrDefault(present => present.Who != visit.Who && present.Activity is Activity.Typing);
        return agent is null ? null : new TypingEvent(Word(Sender.Agent), agent.Name, true);
    }

    private static MessageEvent EventOf(WidgetMessage message)
    {
        var isCustomer = message.Sender is Sender.Customer;
        return new MessageEvent(
            message.Number,
            Word(message.Sender),
            Author(message.Sender, message.AuthorName),
            isCustomer ? message.Body : null,
            RenderedText.Of(message.Sender, message.Body),
            message.At,
            message.ClientId,
            message.Files);
    }

    private static string? Author(Sender sender, string? name) => sender is Sender.Agent ? name : null;

    private static string Word(Sender sender) => sender switch
    {
        Sender.Customer => "customer",
        Sender.Ensoras => "ensoras",
        _ => "agent",
    };
}
