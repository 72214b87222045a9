using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>A bulk action as it is stored, so that one that a stopped server left undone goes on.</summary>
public sealed class BulkJob
{
    private BulkJob()
    {
    }

    internal BulkJob(BulkOrder order, DateTimeOffset now, DateTimeOffset claimedUntil)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = order.ProjectId;
        AgentId = order.By.Id ?? Guid.Empty;
        Change = order.Change.Code;
        Filter = order.Filter is { } filter ? JsonSerializer.Serialize(filter, JsonSerializerOptions.Default) : null;
        InInbox = order.InInbox;
        StartedAt = now;
        ClaimedUntil = claimedUntil;
        Selection = new BulkSelection(Id, order.Tickets);
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid AgentId { get; private set; }

    /// <summary>A <see cref="BulkChange.Code"/>.</summary>
    public string Change { get; private set; } = "";

    public string? Filter { get; private set; }

    public bool InInbox { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Until when the server that works on it may be trusted to be alive.</summary>
    public DateTimeOffset ClaimedUntil { get; internal set; }

    public int DealtWith { get; internal set; }

    /// <summary>Why tickets were left as they were, as JSON.</summary>
    public string Skipped { get; private set; } = "{}";

    /// <summary>Apart, because it is large and never changes.</summary>
    public BulkSelection? Selection { get; private set; }

    internal IReadOnlyDictionary<Guid, Sentence> Reasons =>
        JsonSerializer.Deserialize<Dictionary<Guid, Sentence>>(Skipped, JsonSerializerOptions.Default)!;

    internal void Advance(int dealtWith, IReadOnlyDictionary<Guid, Sentence> refusals, DateTimeOffset claimedUntil)
    {
        DealtWith = dealtWith;
        ClaimedUntil = claimedUntil;
        if (refusals.Count > 0)
        {
            var all = new Dictionary<Guid, Sentence>(Reasons);
            foreach (var (ticketId, reason) in refusals)
            {
                all[ticketId] = reason;
            }

            Skipped = JsonSerializer.Serialize(all, JsonSerializerOptions.Default);
        }
    }

    internal BulkOrder OrderOf(Actor by) =>
        new(ProjectId, BulkChange.FromCode(Change), Selection!.Tickets, by)
        {
            Filter = Filter is null
                ? null
                : JsonSerializer.Deserialize<TicketFilter>(Filter, JsonSerializerOptions.Default),
            InInbox = InInbox,
            DealtWith = DealtWith,
            Skipped = Reasons,
        };
}

/// <summary>The tickets of a bulk action in the order in which they are dealt with.</summary>
public sealed class BulkSelection
{
    private BulkSelection()
    {
    }

    internal BulkSelection(Guid jobId, IReadOnlyList<SelectedTicket> tickets)
    {
        JobId = jobId;
        Tickets = tickets;
    }

    public Guid JobId { get; private set; }

    public IReadOnlyList<SelectedTicket> Tickets { get; private set; } = [];
}
