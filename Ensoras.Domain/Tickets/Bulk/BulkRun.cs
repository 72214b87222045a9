namespace Ensoras.Domain.Tickets;

/// <summary>A bulk action that is under way or has ended, as its person sees it on every page.</summary>
public sealed class BulkRun(Guid id, BulkOrder order) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _dealtWith = order.DealtWith;

    public Guid Id => id;

    public Guid AgentId => order.By.Id ?? Guid.Empty;

    /// <summary>Such as "Approving 1,000 tickets".</summary>
    public Sentence Title => order.Change.Doing(Total);

    public int Total => order.Tickets.Count;

    public int DealtWith => Volatile.Read(ref _dealtWith);

    /// <summary>What became of each ticket; null while it is under way or when it failed.</summary>
    public BulkReport? Report { get; private set; }

    /// <summary>Once it has ended: the tickets that it did not reach, each with the moment of its selection.</summary>
    public IReadOnlyList<SelectedTicket> Rest { get; private set; } = [];

    /// <summary>Why it broke off, as a sentence.</summary>
    public Sentence? Failure { get; private set; }

    public bool IsRunning => Report is null && Failure is null;

    /// <summary>Whether what it did can be undone in one action.</summary>
    public bool CanUndo => order.Change == BulkChange.Close && Report is { DoneCount: > 0 };

    /// <summary>Whether somebody has pressed Stop; it ends after the tickets that are under way.</summary>
    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Ends when it has ended; never fails.</summary>
    internal Task Work { get; set; } = Task.CompletedTask;

    internal BulkOrder Order => order;

    internal CancellationToken Stopping => _stop.Token;

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    /// <summary>What takes it back: on the tickets that it changed, and on no other.</summary>
    internal BulkOrder Undoing(Actor by)
    {
        var skipped = (Report?.Skipped ?? []).SelectMany(skip => skip.TicketIds).ToHashSet();
        var done = order.Tickets.DistinctBy(ticket => ticket.Id).Take(DealtWith)
            .Where(ticket => !skipped.Contains(ticket.Id));
        return new BulkOrder(order.ProjectId, BulkChange.UndoClose, [.. done], by);
    }

    internal void Progress(int dealtWith) => Volatile.Write(ref _dealtWith, dealtWith);

    internal void End(BulkReport report)
    {
        Rest = Unreached();
        Report = report;
    }

    internal void Fail(Sentence why)
    {
        Rest = Unreached();
        Failure = why;
    }

    // They are dealt with in the order of their selection.
    private IReadOnlyList<SelectedTicket> Unreached() =>
        [.. order.Tickets.DistinctBy(ticket => ticket.Id).Skip(DealtWith)];
}
