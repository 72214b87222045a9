namespace Ensoras.Domain.Core;

/// <summary>
/// What a sweep is doing beside each other: few pieces of work at once, fewer for one host. What takes long does not
/// count among the few, so that a slow one leaves room for the others.
/// </summary>
internal sealed class WorkSlots(TimeProvider time, int maxQuick, int maxForOneHost)
{
    private const int MaxInAll = 64;
    private static readonly TimeSpan QuickTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LeftAlonePeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Guid, Slot> _slots = [];
    private readonly Dictionary<Guid, long> _leftAlone = [];

    public IReadOnlyCollection<Task<int>> Running => [.. _slots.Values.Select(slot => slot.Task)];

    public bool AreFull => _slots.Count >= MaxInAll || _slots.Values.Count(IsQuick) >= maxQuick;

    /// <summary>Begins a ticket's work, if there is room for it and for its host.</summary>
    public void TryStart(Guid ticketId, string host, Func<Task<int>> work)
    {
        if (!AreFull && !_slots.ContainsKey(ticketId) && !IsLeftAlone(ticketId)
            && _slots.Values.Count(slot => slot.Host == host) < maxForOneHost)
        {
            _slots[ticketId] = new Slot(host, time.GetTimestamp(), work());
        }
    }

    /// <summary>Frees the slots of what has ended.</summary>
    /// <returns>How many pieces were done.</returns>
    public async Task<int> CollectAsync()
    {
        var done = 0;
        foreach (var (ticketId, slot) in _slots.Where(each => each.Value.Task.IsCompleted).ToList())
        {
            _slots.Remove(ticketId);
            var ended = await slot.Task.ConfigureAwait(false);
            done += ended;
            if (ended == 0)
            {
                // It was not to be had: asked again at once, it would not be either.
                _leftAlone[ticketId] = time.GetTimestamp();
            }
        }

        return done;
    }

    private bool IsLeftAlone(Guid ticketId) =>
        _leftAlone.TryGetValue(ticketId, out var since) && time.GetElapsedTime(since) < LeftAlonePeriod;

    private bool IsQuick(Slot slot) => time.GetElapsedTime(slot.BeganAt) < QuickTimeout;

    private sealed record Slot(string Host, long BeganAt, Task<int> Task);
}
