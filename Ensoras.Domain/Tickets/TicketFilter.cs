using System.Globalization;

namespace Ensoras.Domain.Tickets;

/// <summary>Whose tickets a list shows.</summary>
public readonly record struct AssignedTo(Guid? AgentId)
{
    public static readonly AssignedTo Nobody = new(null);
}

/// <summary>The columns that a list can be sorted by.</summary>
public enum TicketSort
{
    /// <summary>The default of the Inbox: status, then priority, then longest waiting.</summary>
    Urgency,
    LastMessage,
    Created,
    Title,
    Priority,
    Messages,
    Assigned,
}

/// <summary>Which tickets a list shows and in what order. Two filters that ask the same are equal.</summary>
public sealed record TicketFilter
{
    public Channel? Channel { get; init; }

    public TicketStatus? Status { get; init; }

    public TicketPriority? Priority { get; init; }

    public TicketType? Type { get; init; }

    public AssignedTo? AssignedTo { get; init; }

    public Guid? TeamId { get; init; }

    public TicketSort? Sort { get; init; }

    public bool Descending { get; init; }

    /// <summary>Whether anything is left out, whatever the order.</summary>
    public bool IsEmpty => this with { Sort = null, Descending = false } == new TicketFilter();

    /// <summary>The filter as it stands in an address, such as <c>status=AwaitingAgent&amp;assigned=nobody</c>; empty for none.</summary>
    public string ToQuery()
    {
        var parts = new List<string>();
        Add("channel", Channel);
        Add("status", Status);
        Add("priority", Priority);
        Add("type", Type);
        Add("assigned", AssignedTo is { } assigned ? (object?)assigned.AgentId ?? "nobody" : null);
        Add("team", TeamId);
        Add("sort", Sort);
        Add("desc", Descending ? "1" : null);
        return string.Join('&', parts);

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
            }
        }
    }

    /// <summary>Reads an address back; what it does not understand is left out.</summary>
    /// <param name="me">Who "me" is.</param>
    public static TicketFilter FromQuery(IEnumerable<KeyValuePair<string, string>> query, Guid me)
    {
        var filter = new TicketFilter();
        foreach (var (name, value) in query)
        {
            filter = name switch
            {
                "channel" => filter with { Channel = Read<Channel>(value) },
                "status" => filter with { Status = Read<TicketStatus>(value) },
                "priority" => filter with { Priority = Read<TicketPriority>(value) },
                "type" => filter with { Type = Read<TicketType>(value) },
                "assigned" => filter with { AssignedTo = ReadAssigned(value, me) },
                "team" => filter with { TeamId = Guid.TryParse(value, out var team) ? team : null },
                "sort" => filter with { Sort = Read<TicketSort>(value) },
                "desc" => filter with { Descending = value == "1" },
                _ => filter,
            };
        }

        return filter;
    }

    private static AssignedTo? ReadAssigned(string value, Guid me) => value switch
    {
        "nobody" => Tickets.AssignedTo.Nobody,
        "me" => new AssignedTo(me),
        _ => Guid.TryParse(value, out var agent) ? new AssignedTo(agent) : null,
    };

    private static T? Read<T>(string value)
        where T : struct, Enum => Enum.TryParse<T>(value, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
}
