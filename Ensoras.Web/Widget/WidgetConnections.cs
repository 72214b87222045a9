using System.Collections.Concurrent;
using Ensoras.Domain.Live;

namespace Ensoras.Web.Widget;

/// <summary>The open event streams: how many a session has, and who is there as long as one of a ticket's is
/// open.</summary>
internal sealed class WidgetConnections(Presence presence)
{
    private readonly ConcurrentDictionary<object, int> _streams = new();
    private readonly Dictionary<Guid, int> _onTicket = [];
    private readonly Lock _gate = new();

    /// <summary>Counts one more stream of a session and of the address that it comes from.</summary>
    /// <returns>False when one of them has as many as it may have.</returns>
    public bool TryEnter(Guid sessionId, string address, WidgetLimits limits)
    {
        if (Count(sessionId, 1) <= limits.StreamsPerSession & Count(address, 1) <= limits.StreamsPerAddress)
        {
            return true;
        }

        Leave(sessionId, address);
        return false;
    }

    public void Leave(Guid sessionId, string address)
    {
        Count(sessionId, -1);
        Count(address, -1);
    }

    /// <summary>The visitor has the chat open.</summary>
    /// <returns>Dispose it when the stream ends; with the last one of the ticket the visitor is gone.</returns>
    public IDisposable Online(Guid ticketId, Guid who, string name)
    {
        lock (_gate)
        {
            _onTicket[ticketId] = _onTicket.GetValueOrDefault(ticketId) + 1;
        }

        presence.Show(ticketId, who, name, Activity.Online);
        return new Stay(() =>
        {
            lock (_gate)
            {
                if (--_onTicket[ticketId] > 0)
                {
                    return;
                }

                _onTicket.Remove(ticketId);
            }

            presence.Hide(ticketId, who, Activity.Online);
            presence.Hide(ticketId, who, Activity.Typing);
        });
    }

    private int Count(object key, int change)
    {
        var count = _streams.AddOrUpdate(key, change, (_, count) => count + change);
        if (count == 0)
        {
            _streams.TryRemove(KeyValuePair.Create(key, 0));
        }

        return count;
    }

    private sealed class Stay(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
