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

    [Theory]
    [InlineData("from=2026-02-30", "from")]
    [InlineData("from=2026-03-02&to=2026-03-01", "from")]
    [InlineData("status=nonsense", "status")]
    [InlineData("status=3", "status")]
    [InlineData("priority=99", "priority")]
    [InlineData("team=mine", "team")]
    [InlineData("assigned=somebody", "assigned")]
    [InlineData("zone=Mars/Olympus", "zone")]
    [InlineData("after=here", "after")]
    [InlineData("stauts=Closed", "stauts")]
    [InlineData("sort=Title", "sort")]
    [InlineData("desc=yes", "desc")]
    public async Task What_is_not_understood_is_refused_with_the_field_and_the_reason(string query, string field)
    {
        using var agent = await SignInAsync();

        using var answer = await agent.GetAsync($"/api/v1/tickets?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>();
        Assert.NotEmpty((string)problem!["errors"]![field]![0]!);
    }

    [Fact]
    public async Task Days_are_those_of_the_zone_that_is_named()
    {
        await desk.GivenTicketAsync("Zoned");
        using var agent = await SignInAsync();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var there = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(),
            TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati"));

        var page = await agent.GetFromJsonAsync<JsonNode>(
            $"/api/v1/tickets?q=zoned&zone=Pacific/Kiritimati&from={there:yyyy-MM-dd}&to={there:yyyy-MM-dd}");

        Assert.Equal(1, (int)page!["total"]!);
        Assert.True(there.Date >= today.ToDateTime(TimeOnly.MinValue));
    }

    private async Task<HttpClient> SignInAsync()
    {
        var script = new Visitor(desk, "application/json");
        await script.SignInAsync(Role.Agent);
        return script.Http;
    }
}
