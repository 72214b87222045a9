using System.Globalization;

namespace Ensoras.Domain.Tickets;

/// <summary>Whose tickets a list shows.</summary>
public readonly record struct AssignedTo(Guid? AgentId)
{
    public static readonly AssignedTo Nobody = new(null);
}

/// <summary>Which customer's tickets a list shows: all of them, or those that are not closed.</summary>
public readonly record struct OfCustomer(Guid CustomerId, bool OpenOnly = false)
{
    private const string Open = ".open";

    /// <summary>As it stands in an address.</summary>
    public override string ToString() => CustomerId + (OpenOnly ? Open : "");

    internal static OfCustomer? Read(string value)
    {
        var openOnly = value.EndsWith(Open, StringComparison.OrdinalIgnoreCase);
        return Guid.TryParse(openOnly ? value[..^Open.Length] : value, out var customer)
            ? new OfCustomer(customer, openOnly) : null;
    }
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

    /// <summary>
    /// In the order of the lifecycle, within a status longest first; in the Inbox the same as <see cref="Urgency"/>.
    /// </summary>
    Status,
}

/// <summary>Which tickets a list shows and in what order. Two filters that ask the same are equal.</summary>
public sealed record TicketFilter
{
    private const int MaxTextLength = 200;

    public Channel? Channel { get; init; }

    public TicketStatus? Status { get; init; }

    public TicketPriority? Priority { get; init; }

    public TicketType? Type { get; init; }

    public AssignedTo? AssignedTo { get; init; }

    public Guid? TeamId { get; init; }

    public OfCustomer? Customer { get; init; }

    /// <summary>The name of a tool that ran during the conversation, whether it succeeded or failed.</summary>
    public string? Tool { get; init; }

    /// <summary>A workflow whose conditions a message met; it may have been deleted since.</summary>
    public Guid? WorkflowId { get; init; }

    /// <summary>The first day on which it may have been created, in <see cref="Zone"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day on which it may have been created, in <see cref="Zone"/>; the whole day counts.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The viewer's time zone (IANA name); not part of the address. UTC when it is unknown.</summary>
    public string? Zone { get; init; }

    /// <summary>Words to find in titles, customers and messages.</summary>
    public string? Text { get; init; }

    public TicketSort? Sort { get; init; }

    public bool Descending { get; init; }

    /// <summary>Whether anything is left out, whatever the order.</summary>
    public bool IsEmpty => this with { Sort = null, Descending = false, Zone = null } == new TicketFilter();

    /// <summary>Why nothing can match, in a sentence for the person; null when something may.</summary>
    public Sentence? Problem => From > To
        ? Sentence.Of("Tickets.DatesReversed") : null;

    /// <summary>The instant at which the first day begins.</summary>
    internal DateTimeOffset? CreatedFrom => From is { } day ? Begin(day) : null;

    /// <summary>The instant at which the last day is over.</summary>
    internal DateTimeOffset? CreatedBefore => To is { } day && day < DateOnly.MaxValue ? Begin(day.AddDays(1)) : null;

    /// <summary>
    /// The filter as it stands in an address, such as <c>status=AwaitingAgent&amp;assigned=nobody</c>; empty for none.
    /// </summary>
    public string ToQuery()
    {
        var parts = new List<string>();
        Add("channel", Channel);
        Add("status", Status);
        Add("priority", Priority);
        Add("type", Type);
        Add("assigned", AssignedTo is { } assigned ? (object?)assigned.AgentId ?? "nobody" : null);
        Add("team", TeamId);
        Add("customer", Customer);
        Add("tool", Tool);
        Add("workflow", WorkflowId);
        Add("from", From?.ToString("O", CultureInfo.InvariantCulture));
        Add("to", To?.ToString("O", CultureInfo.InvariantCulture));
        Add("q", Text);
        Add("sort", Sort);
        Add("desc", Descending ? "1" : null);
        return string.Join('&', parts);

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{name}={Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!)}"));
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
                "customer" => filter with { Customer = OfCustomer.Read(value) },
                "tool" => filter with { Tool = Words(value) },
                "workflow" => filter with { WorkflowId = Guid.TryParse(value, out var workflow) ? workflow : null },
                "from" => filter with { From = Day(value) },
                "to" => filter with { To = Day(value) },
                "q" => filter with { Text = Words(value) },
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

    private static string? Words(string value) => value.Trim() is { Length: > 0 } words ? words.Cut(MaxTextLength)
        : null;

    private static DateOnly? Day(string value) =>
        DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : null;

    private DateTimeOffset Begin(DateOnly day)
    {
        var zone = Zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var found) ? found
            : TimeZoneInfo.Utc;
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where a clock goes back over midnight, the day begins at the first of the two.
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return day == DateOnly.MinValue ? DateTimeOffset.MinValue
            : new DateTimeOffset(midnight - offset, TimeSpan.Zero);
    }

    private static T? Read<T>(string value)
        where T : struct, Enum => EnumName.Read<T>(value);
}
