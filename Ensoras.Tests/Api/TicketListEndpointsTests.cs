using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Api;

/// <summary>Lists over HTTP: page after page to the end, and nothing is taken for something else.</summary>
public sealed class TicketListEndpointsTests(DraftingDesk desk) : IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task Next_leads_through_all_that_a_search_found()
    {
        for (var index = 0; index < 97; index++)
        {
            await desk.GivenTicketAsync("Kumquat delivery");
        }

        using var agent = await SignInAsync();
        var numbers = new List<int>();
        for (string? next = ""; next is not null;)
        {
            var page = await agent.GetFromJsonAsync<JsonNode>(
                $"/api/v1/tickets?q=kumquat{(next.Length > 0 ? $"&after={Uri.EscapeDataString(next)}" : "")}");
            numbers.AddRange(page!["tickets"]!.AsArray().Select(row => (int)row!["number"]!));
            Assert.Equal((97, true), ((int)page["total"]!, (bool)page["totalIsExact"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(97, numbers.Distinct().Count());
        Assert.Equal(97, numbers.Count);
    }

    public static TheoryData<string, string, string> NotUnderstood()
    {
        // In both lists, and each parameter that there is.
        var data = new TheoryData<string, string, string>();
        (string Query, string Field)[] wrong =
        [
            ("channel=Telegraph", "channel"), ("channel=0", "channel"), ("channel=", "channel"),
            ("status=nonsense", "status"), ("status=3", "status"), ("status=Closed,Resolved", "status"),
            ("priority=99", "priority"), ("priority=Huge", "priority"), ("type=Robot", "type"),
            ("assigned=somebody", "assigned"), ("team=mine", "team"), ("customer=mira", "customer"),
            ("customer=.open", "customer"), ("workflow=refunds", "workflow"), ("tool=", "tool"), ("q=%20", "q"),
            ($"q={new string('a', 201)}", "q"), ("from=2026-02-30", "from"), ("from=yesterday", "from"),
            ("from=2026-03-02T09:00:00Z", "from"), ("to=2025-02-29", "to"), ("to=31.12.2025", "to"),
            ("from=2026-03-02&to=2026-03-01", "from"), ("zone=Mars/Olympus", "zone"), ("zone=", "zone"),
            ("sort=Loudness", "sort"), ("sort=7", "sort"), ("desc=yes", "desc"), ("after=here", "after"),
            ("after=AAAA%2F%2F%3D%3D", "after"), ("limit=10", "limit"), ("stauts=Closed", "stauts"),
            ("status=Closed&status=Resolved", "status"), ("q=a&q=b", "q"),
        ];
        foreach (var list in new[] { "inbox", "tickets" })
        {
            foreach (var (query, field) in wrong)
            {
                data.Add(list, query, field);
            }
        }

        data.Add("tickets", "sort=Title", "sort");
        return data;
    }

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public async Task What_is_not_understood_is_refused_with_the_field_and_the_reason(
        string list, string query, string field)
    {
        using var agent = await SignInAsync();

        using var answer = await agent.GetAsync($"/api/v1/{list}?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>();
        var errors = problem!["errors"]!.AsObject();
        Assert.Equal([field], errors.Select(error => error.Key));
        Assert.NotEmpty((string)errors[field]![0]!);
        Assert.Contains(field, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_key_of_one_list_is_none_of_another()
    {
        for (var index = 0; index < 60; index++)
        {
            await desk.GivenTicketAsync("Medlar");
        }

        using var agent = await SignInAsync();
        var page = await agent.GetFromJsonAsync<JsonNode>("/api/v1/tickets?q=medlar");
        var next = Uri.EscapeDataString((string)page!["next"]!);

        foreach (var other in new[] { $"inbox?q=medlar&after={next}", $"tickets?after={next}" })
        {
            using var answer = await agent.GetAsync($"/api/v1/{other}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_reason_is_in_the_callers_language()
    {
        using var agent = await SignInAsync();
        agent.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de-AT, en;q=0.5");

        var ticket = await desk.GivenTicketAsync("Quince");
        var url = $"/api/v1/tickets/{ticket.Number}";

        await SaysAsync(agent.GetAsync("/api/v1/tickets?desc=yes"), "Es muss 0 oder 1 sein.");
        await SaysAsync(agent.PostAsJsonAsync($"{url}/priority", new { priority = "Huge" }), "Es muss eines von "
            + "diesen");
        await SaysAsync(agent.PostAsJsonAsync($"{url}/replies", new { text = " " }), "Die Nachricht ist leer.");
        await SaysAsync(agent.GetAsync("/api/v1/tickets/999999"), "gibt es kein Ticket 999999");
    }

    private static async Task SaysAsync(Task<HttpResponseMessage> asked, string words)
    {
        using var answer = await asked;
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>();
        Assert.Contains(words, (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_are_those_of_the_zone_that_is_named()
    {
        await desk.GivenTicketAsync("Zoned");
        using var agent = await SignInAsync();
        var there = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(),
            TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati"));

        var page = await agent.GetFromJsonAsync<JsonNode>(
            $"/api/v1/tickets?q=zoned&zone=Pacific/Kiritimati&from={there:yyyy-MM-dd}&to={there:yyyy-MM-dd}");

        Assert.Equal(1, (int)page!["total"]!);
        var before = await agent.GetFromJsonAsync<JsonNode>(
            $"/api/v1/tickets?q=zoned&zone=Pacific/Kiritimati&to={there.AddDays(-1):yyyy-MM-dd}");
        Assert.Equal(0, (int)before!["total"]!);
    }

    private async Task<HttpClient> SignInAsync()
    {
        var script = new Visitor(desk, "application/json");
        await script.SignInAsync(Role.Agent);
        return script.Http;
    }
}
