using System.Globalization;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Api;

/// <summary>
/// What a caller asks of a list. Nothing is guessed: what cannot be understood is named with the reason, and no list
/// is given.
/// </summary>
internal sealed class ApiListQuery
{
    private const int MaxWordsLength = 200;
    private static readonly string[] Names =
    [
        "channel",
        "status",
        "priority",
        "type",
        "assigned",
        "team",
        "customer",
        "tool",
        "workflow",
        "from",
        "to",
        "zone",
        "q",
        "sort",
        "desc",
        "after",
    ];

    private readonly Dictionary<string, string[]> _errors = [];
    private readonly bool _inInbox;

    private ApiListQuery(IQueryCollection query, Guid me, bool inInbox)
    {
        _inInbox = inInbox;
        foreach (var (name, values) in query)
        {
            Check(name, values.ToString());
            Demand(name, values.Count == 1, "It can be given only once.");
        }

        Filter = TicketFilter.FromQuery(
            query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())),
            me) with
        {
            Zone = query["zone"].ToString() is { Length: > 0 } zone ? zone : null,
        };
        Demand("from", Filter.Problem is null, "It is later than to.");
        if (query["after"].ToString() is { Length: > 0 } token)
        {
            After = ApiPageKey.Read(token, Filter, inInbox);
            Demand(
                "after",
                After is not null,
                "It is not the next key of this list. Give the same filter and order as for the page before.");
        }
    }

    public TicketFilter Filter { get; }

    public PageKey? After { get; }

    /// <summary>What is wrong, by parameter; empty when nothing is.</summary>
    public IDictionary<string, string[]> Errors => _errors;

    public static ApiListQuery Read(HttpRequest request, Guid me, bool inInbox) => new(request.Query, me, inInbox);

    private void Check(string name, string value)
    {
        switch (name)
        {
            case "channel":
                DemandName<Channel>(name, value);
                break;
            case "status":
                DemandName<TicketStatus>(name, value);
                break;
            case "priority":
                DemandName<TicketPriority>(name, value);
                break;
            case "type":
                DemandName<TicketType>(name, value);
                break;
            case "sort":
                DemandName<TicketSort>(name, value);
                Demand(
                    name,
                    EnumName.Read<TicketSort>(value) is not { } sort || TicketList.CanSort(sort, _inInbox),
                    "This list cannot be sorted so.");
                break;
            case "assigned":
                Demand(
                    name,
                    value is "me" or "nobody" || Guid.TryParse(value, out _),
                    "It must be me, nobody or a person's id.");
                break;
            case "team" or "workflow":
                Demand(name, Guid.TryParse(value, out _), "It must be an id.");
                break;
            case "customer":
                Demand(
                    name,
                    Guid.TryParse(
                        value.EndsWith(".open", StringComparison.OrdinalIgnoreCase) ? value[..^5] : value,
                        out _),
                    "It must be a customer's id, with .open behind it for open tickets only.");
                break;
            case "from" or "to":
                Demand(
                    name,
                    DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
                    "It must be a day that exists, such as 2026-02-28.");
                break;
            case "zone":
                Demand(
                    name,
                    TimeZoneInfo.TryFindSystemTimeZoneById(value, out _),
                    "It must be the name of a time zone, such as Europe/Berlin.");
                break;
            case "q" or "tool":
                Demand(
                    name,
                    value.Trim().Length is > 0 and <= MaxWordsLength,
                    $"It needs 1 to {MaxWordsLength} characters.");
                break;
            case "desc":
                Demand(name, value is "0" or "1", "It must be 0 or 1.");
                break;
            default:
                Demand(name, Names.Contains(name), $"It is not known here. Known are: {string.Join(", ", Names)}.");
                break;
        }
    }

    private void DemandName<T>(string name, string value)
        where T : struct, Enum =>
        Demand(
            name,
            EnumName.Read<T>(value) is not null,
            $"It must be one of: {string.Join(", ", Enum.GetNames<T>())}.");

    private void Demand(string name, bool holds, string otherwise)
    {
        if (!holds)
        {
            _errors.TryAdd(name, [otherwise]);
        }
    }
}
