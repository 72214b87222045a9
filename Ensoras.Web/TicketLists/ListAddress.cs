using System.Globalization;
using Ensoras.Domain.Tickets;
using Microsoft.AspNetCore.WebUtilities;

namespace Ensoras.Web.TicketLists;

/// <summary>A list as it stands in the browser's address: what it shows, in what order, and which page.</summary>
/// <param name="Path">"/" for the Inbox, "/tickets" for all.</param>
/// <param name="At">How many tickets come before this page, as far as the person has walked.</param>
public sealed record ListAddress(string Path, TicketFilter Filter, PageKey? From = null, int At = 0)
{
    /// <summary>Whether it says nothing but which list.</summary>
    public bool IsBare => ToString() == Path;

    /// <summary>Reads an address; what it does not understand is left out.</summary>
    /// <param name="me">Who "me" is.</param>
    public static ListAddress Read(Uri address, Guid me)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        var pairs = query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()));
        var from = ReadKey(query, "after", backwards: false) ?? ReadKey(query, "before", backwards: true);
        var at =
            from is not null
            && query.TryGetValue("at", out var text)
            && int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            && number > 0
                ? number
                : 0;
        var filter = TicketFilter.FromQuery(pairs, me);
        return new ListAddress(
            address.AbsolutePath,
            IsOffered(filter.Sort, address.AbsolutePath) ? filter : filter with { Sort = null, Descending = false },
            from,
            at);
    }

    private static bool IsOffered(TicketSort? sort, string path) =>
        sort is not { } chosen || TicketList.CanSort(chosen, inInbox: path == "/");

    /// <summary>The same list from its first page.</summary>
    public ListAddress With(TicketFilter filter) => new(Path, filter);

    public ListAddress Next(TicketListPage page) => this with { From = page.Next, At = At + page.Rows.Count };

    public ListAddress Previous(TicketListPage page) => At <= TicketList.PageSize
        ? new(Path, Filter)
        : this with { From = page.Previous, At = At - TicketList.PageSize };

    public override string ToString()
    {
        var parts = new List<string>();
        if (Filter.ToQuery() is { Length: > 0 } filter)
        {
            parts.Add(filter);
        }

        if (From is { } key)
        {
            parts.Add($"{(key.Backwards ? "before" : "after")}={Uri.EscapeDataString(key.ToText())}");
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"at={At}"));
        }

        return parts.Count == 0 ? Path : $"{Path}?{string.Join('&', parts)}";
    }

    private static PageKey? ReadKey(
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query,
        string name,
        bool backwards) => query.TryGetValue(name, out var text) ? PageKey.Read(text.ToString(), backwards) : null;
}
