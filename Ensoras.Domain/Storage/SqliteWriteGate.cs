using System.Collections.Concurrent;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Whose turn it is to write into a SQLite file: one at a time, people before what happens by the clock.
/// </summary>
internal sealed class SqliteWriteGate
{
    /// <summary>So often people come first in a row, until something else has its turn.</summary>
    private const int MaxPeopleInARow = 16;

    /// <summary>While people have to wait, what nobody waits for lets them go first, but not for ever.</summary>
    private const int MaxPauses = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CrowdedPeriod = TimeSpan.FromMilliseconds(200);

    private static readonly ConcurrentDictionary<string, SqliteWriteGate> Gates = new();
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _people = new();
    private readonly LinkedList<Waiter> _background = new();
    private bool _isTaken;
    private int _peopleInARow;
    private long _lastWaitAt = -1_000_000;

    /// <summary>One gate per file in this process, whatever service provider a context comes from.</summary>
    public static SqliteWriteGate Of(string connectionString) =>
        Gates.GetOrAdd(connectionString, _ => new SqliteWriteGate());

    /// <param name="isBackground">Whether nobody is waiting for it.</param>
    public async ValueTask EnterAsync(bool isBackground, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var pause = 0; isBackground && IsCrowded && pause < MaxPauses; pause++)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        Waiter waiter;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            waiter = new Waiter(isBackground ? _background : _people);
        }

        if (!isBackground)
        {
            Volatile.Write(ref _lastWaitAt, Environment.TickCount64);
        }

        await using (cancellationToken.UnsafeRegister(_ => Leave(waiter), null).ConfigureAwait(false))
        {
            await waiter.Granted.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Gives the turn back.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _isTaken = Next() is { } next && Grant(next);
        }
    }

    private bool IsCrowded =>
        Environment.TickCount64 - Volatile.Read(ref _lastWaitAt) < CrowdedPeriod.TotalMilliseconds;

    private LinkedListNode<Waiter>? Next() =>
        _people.First is { } person && (_background.First is null || _peopleInARow < MaxPeopleInARow)
            ? person
            : _background.First;

    private bool Grant(LinkedListNode<Waiter> node)
    {
        _peopleInARow = node.List == _people ? _peopleInARow + 1 : 0;
        node.List!.Remove(node);
        node.Value.Granted.SetResult();
        return true;
    }

    private void Leave(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Node.List is { } line)
            {
                line.Remove(waiter.Node);
                waiter.Granted.SetCanceled();
            }
        }
    }

    private sealed class Waiter
    {
        public Waiter(LinkedList<Waiter> line) => Node = line.AddLast(this);

        public LinkedListNode<Waiter> Node { get; }

        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
