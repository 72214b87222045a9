using System.Collections.Concurrent;

namespace Ensoras.Domain.Live;

/// <summary>
/// Reads that many screens share: one query per change, however many watch. Single flight, keyed by what is asked and
/// the change number of what it depends on.
/// </summary>
public sealed class SharedReads(LiveUpdates live, TimeProvider time)
{
    private const int MaxKept = 500;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<object, Kept> _kept = new();

    /// <summary>How many reads went through to storage, for tests and measurements.</summary>
    public long ReadCount => Interlocked.Read(ref _readCount);

    private long _readCount;

    /// <summary>
    /// What <paramref name="read"/> gives, shared by everybody who asks with an equal <paramref name="question"/>
    /// while <paramref name="scope"/> is unchanged.
    /// </summary>
    /// <param name="reuse">Given the answer before and the new one, gives the new one with what has not changed of
    /// the one before, so that screens know it again by reference.</param>
    /// <param name="question">A record that says all that the answer depends on.</param>
    public Task<T> ReadAsync<T>(
        LiveScope scope,
        object question,
        Func<CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        Func<T, T, T>? reuse = null)
    {
        var number = live.ChangeNumber(scope);
        if (!_kept.TryGetValue(question, out var kept) || kept.Number < number || kept.HasFailed)
        {
            kept = _kept.AddOrUpdate(
                question,
                _ => new Kept(number, Start(read, null, null)),
                (_, old) => old.Number >= number && !old.HasFailed ? old : new Kept(number, Start(read, old, reuse)));
            DropUnused();
        }

        kept.LastUsed = time.GetTimestamp();

        // All but the first who ask find it answered, and go on without leaving their thread.
        var answer = (Task<T>)kept.Answer.Value;
        return answer.IsCompletedSuccessfully ? answer : answer.WaitAsync(cancellationToken);
    }

    // On the thread pool and with no reader's token: the first to ask must neither hold up nor cancel what the
    // others wait for.
    private Lazy<Task> Start<T>(Func<CancellationToken, Task<T>> read, Kept? old, Func<T, T, T>? reuse)
    {
        var before = reuse is not null && old is { HasSucceeded: true } ? (Task<T>)old.Answer.Value : null;
        return new(() =>
        {
            Interlocked.Increment(ref _readCount);
            return Task.Run(async () =>
            {
                var answer = await read(CancellationToken.None).ConfigureAwait(false);
                return before is null ? answer : reuse!(await before.ConfigureAwait(false), answer);
            });
        });
    }

    private void DropUnused()
    {
        if (_kept.Count <= MaxKept)
        {
            return;
        }

        foreach (var pair in _kept.Where(pair => time.GetElapsedTime(pair.Value.LastUsed) > KeptFor))
        {
            _kept.TryRemove(pair);
        }
    }

    private sealed class Kept(long number, Lazy<Task> answer)
    {
        public long Number => number;

        public Lazy<Task> Answer => answer;

        /// <summary>A failed read is not kept: the next who asks reads again.</summary>
        public bool HasFailed =>
            answer.IsValueCreated && answer.Value is { IsCompleted: true, IsCompletedSuccessfully: false };

        public bool HasSucceeded => answer is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

        public long LastUsed { get; set; }
    }
}
