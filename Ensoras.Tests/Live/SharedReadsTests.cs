using Ensoras.Domain.Live;
using Ensoras.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ensoras.Tests.Live;

/// <summary>
/// One change, one read, however many ask; and never an answer from before the change one was told of.
/// </summary>
public sealed class SharedReadsTests
{
    private readonly LiveScope _scope = LiveScope.Tickets(Guid.CreateVersion7());
    private readonly LiveUpdates _live = new(TimeProvider.System, NullLogger<LiveUpdates>.Instance);
    private readonly SharedReads _shared;

    public SharedReadsTests() => _shared = new SharedReads(_live, TimeProvider.System);

    [Fact]
    public async Task A_thousand_readers_cost_one_query_per_change()
    {
        for (var change = 1; change <= 3; change++)
        {
            var slow = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var readers = Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => AskAsync(_ => slow.Task))).ToList();
            slow.SetResult(change);

            Assert.All(await Task.WhenAll(readers), answer => Assert.Equal(change, answer));
            Assert.Equal(change, _shared.ReadCount);
            _live.Publish(_scope);
        }
    }

    [Fact]
    public async Task Other_questions_and_other_changes_are_not_mixed_up()
    {
        Assert.Equal(1, await AskAsync(_ => Task.FromResult(1)));
        Assert.Equal(
            2,
            await _shared.ReadAsync(_scope, new TestCacheKey("other"), _ => Task.FromResult(2), CancellationToken.None));
        _live.Publish(LiveScope.Tickets(Guid.CreateVersion7()));
        Assert.Equal(1, await AskAsync(_ => Task.FromResult(3)));
        _live.Publish(_scope);
        Assert.Equal(4, await AskAsync(_ => Task.FromResult(4)));
    }

    [Fact]
    public async Task A_read_that_failed_is_not_kept_however_it_failed()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            AskAsync(_ => throw new InvalidOperationException("at once")));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            AskAsync(async _ =>
            {
                await Task.Yield();
                throw new InvalidOperationException("later");
            }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            AskAsync(_ => Task.FromCanceled<int>(new CancellationToken(true))));
        Assert.Equal(5, await AskAsync(_ => Task.FromResult(5)));
    }

    [Fact]
    public async Task A_failed_read_that_nobody_waited_for_is_not_served_to_the_next()
    {
        using var leaving = new CancellationTokenSource();
        var slow = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = AskAsync(_ => slow.Task, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader);
        slow.SetException(new InvalidOperationException("too late"));

        // The failure becomes visible on another thread: until then the next reader shares it, after that it reads
        // again.
        var answers = 0;
        for (var attempt = 0; attempt < 10_000 && answers == 0; attempt++)
        {
            answers = await Record.ExceptionAsync(async () => Assert.Equal(6, await AskAsync(_ => Task.FromResult(6))))
                is null
                ? 1
                : 0;
        }

        Assert.Equal(1, answers);
    }

    [Fact]
    public async Task A_reader_who_leaves_does_not_take_the_others_answer_along()
    {
        using var leaving = new CancellationTokenSource();
        var slow = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = AskAsync(cancel => slow.Task.WaitAsync(cancel), leaving.Token);
        var second = AskAsync(_ => Task.FromResult(-1));

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        slow.SetResult(7);

        Assert.Equal(7, await second);
        Assert.Equal(1, _shared.ReadCount);
    }

    [Fact]
    public async Task A_slow_reader_does_not_hold_up_who_only_wants_to_start()
    {
        using var go = new ManualResetEventSlim();
        var first = AskAsync(cancel => { go.Wait(TimeSpan.FromSeconds(20), cancel); return Task.FromResult(8); });
        Assert.False(first.IsCompleted);
        go.Set();
        Assert.Equal(8, await first);
    }

    [Fact]
    public async Task Under_fire_no_answer_is_older_than_a_change_that_was_announced_before_asking()
    {
        var stored = 0;
        var announced = 0;
        var stale = 0;
        var gate = new Lock();
        using var screens = _live.Subscribe([_scope], async () =>
        {
            var told = Volatile.Read(ref announced);
            if (await AskAsync(Read) < told)
            {
                Interlocked.Increment(ref stale);
            }
        });

        var writers = Enumerable.Range(0, 2).Select(_ => new Func<Task>(() =>
        {
            for (var change = 0; change < 1_500; change++)
            {
                int mine;
                lock (gate)
                {
                    mine = Volatile.Read(ref stored) + 1;
                    Volatile.Write(ref stored, mine);
                }

                _live.Publish(_scope);
                lock (gate)
                {
                    announced = Math.Max(announced, mine);
                }
            }

            return Task.CompletedTask;
        }));
        var readers = Enumerable.Range(0, 4).Select(_ => new Func<Task>(async () =>
        {
            while (Volatile.Read(ref announced) < 3_000)
            {
                var told = Volatile.Read(ref announced);
                var answer = await AskAsync(Read);
                if (answer < told)
                {
                    Interlocked.Increment(ref stale);
                }

                using var passing = _live.Subscribe([_scope], () => Task.CompletedTask);
            }
        }));

        var outcomes = await Race.RunAsync([.. writers, .. readers]);

        Assert.All(outcomes, Assert.Null);
        Assert.Equal(0, stale);
        Assert.Equal(3_000, await AskAsync(Read));

        async Task<int> Read(CancellationToken cancellationToken)
        {
            var value = Volatile.Read(ref stored);
            await Task.Yield();
            return value;
        }
    }

    private Task<int> AskAsync(
        Func<CancellationToken, Task<int>> read,
        CancellationToken cancellationToken = default) => _shared.ReadAsync(_scope, new TestCacheKey("inbox"), read, cancellationToken);

    private sealed record TestCacheKey(string What);
}
