using System.Collections.Concurrent;
using Ensoras.Domain.Live;

namespace Ensoras.Web.Widget;

/// <summary>The open event streams: how many a session has, and who is there as long as one of a ticket's is open.</summary>
internal sealed class WidgetConnections(Presence presence)
{
    private readonly ConcurrentDictionary<Guid, int> _streams = new();
    private readonly Dictionary<Guid, int> _onTicket = [];
    private readonly Lock _gate = new();

    /// <summary>Counts one more stream of a session.</summary>
    /// <returns>False when it has <paramref name="most"/> already.</returns>
    public bool TryEnter(Guid sessionId, int most)
    {
        if (_streams.AddOrUpdate(sessionId, 1, (_, count) => count + 1) <= most)
        {
            return true;
        }

        Leave(sessionId);
        return false;
    }

    public void Leave(Guid sessionId)
    {
        if (_streams.AddOrUpdate(sessionId, 0, (_, count) => count - 1) == 0)
        {
            _streams.TryRemove(KeyValuePair.Create(sessionId, 0));
        }
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

    private sealed class Stay(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
