using Ensoras.Domain.Live;
using Ensoras.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ensoras.Tests.Live;

/// <summary>Every screen is told, nobody is told too often, and nobody's trouble is another's.</summary>
public sealed class LiveUpdatesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly LiveScope _scope = LiveScope.Ticket(Guid.CreateVersion7());

    [Fact]
    public async Task A_thousand_screens_are_told_and_never_on_the_thread_of_who_announced()
    {
        var live = OnRealTime();
        using var told = new CountdownEvent(1_000);
        var everybody = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var onPool = 0;
        using var subscriptions = new Subscriptions(
            Enumerable
                .Range(0, 1_000)
                .Select(_ =>
                    live.Subscribe(
                        [_scope],
                        () =>
                        {
                            Interlocked.Add(ref onPool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
                            if (told.Signal())
                            {
                                everybody.SetResult();
                            }

                            return Task.CompletedTask;
                        })));

        var announcer = new Thread(() => live.Publish(_scope));
        announcer.Start();

        await everybody.Task.WaitAsync(Patience);
        Assert.Equal(1_000, onPool);
        Assert.Equal(1_000, live.SubscriptionCount);
    }

    [Fact]
    public async Task A_screen_that_fails_harms_neither_the_announcer_nor_others_and_is_told_again()
    {
        var time = new FakeTimeProvider(TicketSteps.Morning);
        var live = new LiveUpdates(time, NullLogger<LiveUpdates>.Instance);
        var failures = 0;
        using var atOnce = live.Subscribe(
            [_scope],
            () =>
            {
                Interlocked.Increment(ref failures);
                throw new InvalidOperationException("at once");
            });
        using var later = live.Subscribe(
            [_scope],
            async () =>
            {
                await Task.Yield();
                throw new ObjectDisposedException("screen");
            });
        var told = new SemaphoreSlim(0);
        using var healthy = live.Subscribe([_scope], () => { told.Release(); return Task.CompletedTask; });
        live.Announced += _ => throw new InvalidOperationException("the relay is away");

        live.Publish(_scope);
        Assert.True(await told.WaitAsync(Patience));

        // A second announcement before the first was told would be merged with it.
        await time.AdvanceUntilAsync(() => Volatile.Read(ref failures) == 1, Patience);
        live.Publish(_scope);

        await time.AdvanceUntilAsync(() => Volatile.Read(ref failures) >= 2 && told.CurrentCount > 0, Patience);
    }

    [Fact]
    public async Task A_hundred_changes_at_once_are_told_once_more_at_most_and_the_last_is_not_lost()
    {
        var time = new FakeTimeProvider(TicketSteps.Morning);
        var live = new LiveUpdates(time, NullLogger<LiveUpdates>.Instance);
        var calls = 0;
        var seen = 0;
        var state = 0;
        using var subscription = live.Subscribe([_scope], () =>
        {
            seen = Volatile.Read(ref state);
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        live.Publish(_scope);
        await time.AdvanceUntilAsync(() => calls == 1, Patience);

        for (var change = 0; change < 100; change++)
        {
            Volatile.Write(ref state, change);
            live.Publish(_scope);
        }

        await time.AdvanceUntilAsync(() => Volatile.Read(ref seen) == 99, Patience);
        Assert.InRange(calls, 2, 3);
    }

    [Fact]
    public async Task Under_fire_from_many_threads_the_last_change_always_arrives()
    {
        var live = OnRealTime();
        var state = 0;
        var calls = 0;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = live.Subscribe([_scope], () =>
        {
            Interlocked.Increment(ref calls);
            if (Volatile.Read(ref state) == 4_000)
            {
                arrived.TrySetResult();
            }

            return Task.CompletedTask;
        });

        await Race.RunAsync([.. Enumerable.Range(0, 4).Select(_ => new Func<Task>(() =>
        {
            for (var change = 0; change < 1_000; change++)
            {
                Interlocked.Increment(ref state);
                live.Publish(_scope);
            }

            return Task.CompletedTask;
        }))]);

        await arrived.Task.WaitAsync(Patience);
        Assert.InRange(calls, 1, 100);
    }

    [Fact]
    public async Task Who_has_left_is_told_nothing_more()
    {
        var time = new FakeTimeProvider(TicketSteps.Morning);
        var live = new LiveUpdates(time, NullLogger<LiveUpdates>.Instance);
        var calls = 0;
        var other = 0;
        var gone = live.Subscribe(
            [_scope, LiveScope.Project(Guid.CreateVersion7())],
            () =>
            {
                calls++;
                return Task.CompletedTask;
            });
        using var stays = live.Subscribe(
            [_scope],
            () =>
            {
                other++;
                return Task.CompletedTask;
            });
        live.Publish(_scope);
        await time.AdvanceUntilAsync(() => calls == 1 && other == 1, Patience);

        live.Publish(_scope);
        gone.Dispose();
        live.Publish(_scope);
        await time.AdvanceUntilAsync(() => other >= 2, Patience);
        live.Publish(_scope);
        await time.AdvanceUntilAsync(() => other >= 3, Patience);

        Assert.Equal(1, calls);
        Assert.Equal(1, live.SubscriptionCount);
    }

    [Fact]
    public async Task The_person_who_made_the_change_sees_it_before_the_others_and_again_without_a_rest()
    {
        var time = new FakeTimeProvider(TicketSteps.Morning);
        var live = new LiveUpdates(time, NullLogger<LiveUpdates>.Instance);
        var (me, mineTold, othersTold, overtaken) = (Guid.CreateVersion7(), 0, 0, 0);
        using var sawIt = new ManualResetEventSlim();
        using var others = new Subscriptions(Enumerable.Range(0, 200).Select(_ => live.Subscribe(
            [_scope],
            () =>
            {
                if (overtaken == 0 && !sawIt.Wait(TimeSpan.FromSeconds(5)))
                {
                    overtaken++;
                }

                Interlocked.Increment(ref othersTold);
                return Task.CompletedTask;
            },
            Guid.CreateVersion7())));
        using var mine = live.Subscribe(
            [_scope],
            () =>
            {
                Interlocked.Increment(ref mineTold);
                sawIt.Set();
                return Task.CompletedTask;
            },
            me);

        live.PublishBy(me, [_scope]);
        await Waiting.UntilAsync(() => Volatile.Read(ref othersTold) == 200, Patience);
        Assert.Equal(0, overtaken);

        // The others rest; a person who goes on clicking does not wait for that.
        for (var times = 2; times < 4; times++)
        {
            live.PublishBy(me, [_scope]);
            await Waiting.UntilAsync(() => Volatile.Read(ref mineTold) == times, Patience);
        }
    }

    [Fact]
    public async Task Some_screens_at_a_time_and_in_between_whatever_else_waits_for_a_thread()
    {
        var live = OnRealTime();
        var (now, most, told, toldBefore) = (0, 0, 0, -1);
        using var screens = new Subscriptions(Enumerable.Range(0, 2_000).Select(_ => live.Subscribe([_scope], () =>
        {
            var atOnce = Interlocked.Increment(ref now);
            most = Math.Max(most, atOnce);
            Thread.SpinWait(5_000);
            Interlocked.Decrement(ref now);
            if (Interlocked.Increment(ref told) == 1)
            {
                // A request that comes while all are being told.
                ThreadPool.QueueUserWorkItem(_ => Volatile.Write(ref toldBefore, Volatile.Read(ref told)));
            }

            return Task.CompletedTask;
        })));

        live.Publish(_scope);

        await Waiting.UntilAsync(() => Volatile.Read(ref told) == 2_000, Patience);
        Assert.InRange(most, 1, Environment.ProcessorCount);
        Assert.InRange(toldBefore, 1, 1_000);
    }

    [Fact]
    public async Task A_screen_that_gets_no_answer_holds_up_nobody()
    {
        var time = new FakeTimeProvider(TicketSteps.Morning);
        var live = new LiveUpdates(time, NullLogger<LiveUpdates>.Instance);
        var told = 0;
        using var stuck = new Subscriptions(Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => live.Subscribe([_scope], () => new TaskCompletionSource().Task)));
        live.Publish(_scope);
        using var healthy = live.Subscribe([_scope], () =>
        {
            Interlocked.Increment(ref told);
            return Task.CompletedTask;
        });

        live.Publish(_scope);

        await time.AdvanceUntilAsync(() => Volatile.Read(ref told) > 0, Patience);
    }

    [Fact]
    public void Nobody_is_told_of_what_they_do_not_watch_and_everybody_when_everything_may_have_changed()
    {
        var live = OnRealTime();
        var number = live.ChangeNumber(_scope);

        live.Publish(LiveScope.Ticket(Guid.CreateVersion7()));
        Assert.Equal(number, live.ChangeNumber(_scope));
        live.NotifyEverything();
        Assert.True(live.ChangeNumber(_scope) > number);
    }

    private static LiveUpdates OnRealTime() => new(TimeProvider.System, NullLogger<LiveUpdates>.Instance);

    private sealed class Subscriptions(IEnumerable<IDisposable> subscriptions) : IDisposable
    {
        private readonly List<IDisposable> _all = [.. subscriptions];

        public void Dispose() => _all.ForEach(subscription => subscription.Dispose());
    }
}
