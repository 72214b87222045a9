using System.Globalization;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;

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
            Demand(name, values.Count == 1, Texts<ApiText>.Of("OnlyOnce"));
        }

        Filter = TicketFilter.FromQuery(
            query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())),
            me) with
        {
            Zone = query["zone"].ToString() is { Length: > 0 } zone ? zone : null,
        };
        Demand("from", Filter.Problem is null, Texts<ApiText>.Of("FromAfterTo"));
        if (query["after"].ToString() is { Length: > 0 } token)
        {
            After = ApiPageKey.Read(token, Filter, inInbox);
            Demand(
                "after",
                After is not null,
                Texts<ApiText>.Of("NotANextKey"));
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
                    Texts<ApiText>.Of("NotSortable"));
                break;
            case "assigned":
                Demand(
                    name,
                    value is "me" or "nobody" || Guid.TryParse(value, out _),
                    Texts<ApiText>.Of("MustBePerson"));
                break;
            case "team" or "workflow":
                Demand(name, Guid.TryParse(value, out _), Texts<ApiText>.Of("MustBeId"));
                break;
            case "customer":
                Demand(
                    name,
                    Guid.TryParse(
                        value.EndsWith(".open", StringComparison.OrdinalIgnoreCase) ? value[..^5] : value,
                        out _),
                    Texts<ApiText>.Of("MustBeCustomer"));
                break;
            case "from" or "to":
                Demand(
                    name,
                    DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
                    Texts<ApiText>.Of("MustBeDay"));
                break;
            case "zone":
                Demand(
                    name,
                    TimeZoneInfo.TryFindSystemTimeZoneById(value, out _),
                    Texts<ApiText>.Of("MustBeZone"));
                break;
            case "q" or "tool":
                Demand(
                    name,
                    value.Trim().Length is > 0 and <= MaxWordsLength,
                    Texts<ApiText>.Of("NeedsLength", MaxWordsLength));
                break;
            case "desc":
                Demand(name, value is "0" or "1", Texts<ApiText>.Of("MustBeBit"));
                break;
            default:
                Demand(name, Names.Contains(name), Texts<ApiText>.Of("Unknown", string.Join(", ", Names)));
                break;
        }
    }

    private void DemandName<T>(string name, string value)
        where T : struct, Enum =>
        Demand(
            name,
            EnumName.Read<T>(value) is not null,
            Texts<ApiText>.Of("MustBeOneOf", string.Join(", ", Enum.GetNames<T>())));

    private void Demand(string name, bool holds, string otherwise)
    {
        if (!holds)
        {
            _errors.TryAdd(name, [otherwise]);
        }
    }
}
