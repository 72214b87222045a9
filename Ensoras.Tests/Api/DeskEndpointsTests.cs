using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Api;

/// <summary>The desk over HTTP: the same rules as on screen, and every refusal says why.</summary>
public sealed class DeskEndpointsTests(DraftingDesk desk) : IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task A_reviewer_reads_the_Inbox_and_approves_what_was_read_once()
    {
        var ticket = await desk.GivenDraftAsync("It left Rotterdam this morning.");
        using var reviewer = await SignInAsync(Role.Reviewer);

        var inbox = await reviewer.GetFromJsonAsync<JsonNode>("/api/v1/inbox?status=AwaitingApproval");
        var draft = (await reviewer.GetFromJsonAsync<JsonNode>($"/api/v1/tickets/{ticket.Number}"))!["messages"]!
            .AsArray()
            .Single(message => (string?)message!["status"] == "Draft")!;
        using var first = await reviewer.PostAsJsonAsync(
            Approval(ticket, draft),
            new { read = (string?)draft["text"] });
        using var second = await reviewer.PostAsJsonAsync(Approval(ticket, draft), new { });
        using var lead = await SignInAsync(Role.Lead);
        using var another = await lead.PostAsJsonAsync(Approval(ticket, draft), new { });

        Assert.Contains(inbox!["tickets"]!.AsArray(), row => (int)row!["number"]! == ticket.Number);
        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, another.StatusCode);
        Assert.Contains("Rosa Reviewer", await DetailOf(another), StringComparison.Ordinal);
        Assert.Single(
            (
                await desk.UntilAsync(
                    ticket.Id,
                    detail => detail.Thread.Any(message => message.Status is MessageStatus.Sent))).Thread,
            message => message.Sender is Sender.Ensoras);
    }

    [Fact]
    public async Task A_draft_that_was_edited_since_it_was_read_is_not_sent()
    {
        var ticket = await desk.GivenDraftAsync("It left Rotterdam this morning.");
        var draft = (await desk.DetailAsync(ticket)).Thread.Single(message => message.IsPendingDraft);
        await desk.ChangeAsync(
            ticket,
            desk[Role.Lead],
            (changed, stamp) => changed.EditDraft(stamp, draft.Id, "It leaves tomorrow."));
        using var reviewer = await SignInAsync(Role.Reviewer);

        using var answer = await reviewer.PostAsJsonAsync(
            $"/api/v1/tickets/{ticket.Number}/drafts/{draft.Id}/approve",
            new { read = "It left Rotterdam this morning." });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("edited in the meantime", await DetailOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_replies_and_may_not_approve()
    {
        var ticket = await desk.GivenDraftAsync();
        var draft = (await desk.DetailAsync(ticket)).Thread.Single(message => message.IsPendingDraft);
        using var agent = await SignInAsync(Role.Agent);

        using var approval = await agent.PostAsJsonAsync(
            $"/api/v1/tickets/{ticket.Number}/drafts/{draft.Id}/approve",
            new { });
        using var reply = await agent.PostAsJsonAsync(
            $"/api/v1/tickets/{ticket.Number}/replies",
            new { text = "I have asked the carrier." });

        Assert.Equal(HttpStatusCode.Conflict, approval.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal(TicketStatus.AwaitingCustomer, (await desk.DetailAsync(ticket)).Ticket.Status);
    }

    [Fact]
    public async Task A_reply_that_is_sent_again_with_its_client_id_is_stored_once_and_answered_as_the_first_was()
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);
        var body = new { text = "I have asked the carrier.", clientId = Guid.CreateVersion7() };

        using var first = await agent.PostAsJsonAsync($"/api/v1/tickets/{ticket.Number}/replies", body);
        using var again = await agent.PostAsJsonAsync($"/api/v1/tickets/{ticket.Number}/replies", body);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, again.StatusCode));
        Assert.Single((await desk.DetailAsync(ticket)).Thread, message => message.Sender is Sender.Agent);
    }

    [Theory]
    [InlineData("/api/v1/tickets/999999", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_said_in_a_problem(string path, HttpStatusCode status)
    {
        using var agent = await SignInAsync(Role.Agent);

        using var answer = await agent.GetAsync(path);

        Assert.Equal(
            (status, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Nonsense_and_strangers_are_refused_with_a_problem()
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);
        using var stranger = new HttpClient { BaseAddress = desk.Address };

        using var nonsense = await agent.PostAsync(
            $"/api/v1/tickets/{ticket.Number}/priority",
            new StringContent("{\"priority\": \"Enormous\"}", System.Text.Encoding.UTF8, "application/json"));
        using var empty = await agent.PostAsJsonAsync($"/api/v1/tickets/{ticket.Number}/replies", new { text = " " });
        using var unknown = await stranger.GetAsync("/api/v1/inbox");

        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        Assert.Equal(
            "The body is not as expected at $.priority. It must be one of: Low, Medium, High, Urgent, Critical.",
            await DetailOf(nonsense));
        Assert.Equal(HttpStatusCode.Conflict, empty.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.All(
            [nonsense, empty, unknown],
            answer => Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("99")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("\"99\"")]
    [InlineData("\"2\"")]
    [InlineData("\"High, Low\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task Only_a_name_is_a_priority(string priority)
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);

        using var answer = await agent.PostAsync(
            $"/api/v1/tickets/{ticket.Number}/priority",
            new StringContent($$"""{"priority": {{priority}}}""", System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("$.priority", await DetailOf(answer), StringComparison.Ordinal);
        Assert.Equal(ticket.Priority, (await desk.DetailAsync(ticket)).Ticket.Priority);
    }

    [Fact]
    public async Task A_row_with_values_that_nobody_knows_spoils_neither_the_lists_nor_its_own_page()
    {
        var (odd, other) = (await desk.GivenTicketAsync("Odd"), await desk.GivenTicketAsync("Other"));
        await using (var db = await desk.OpenDbAsync())
        {
            await db
                .Tickets.Where(ticket => ticket.Id == odd.Id)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(ticket => ticket.Priority, (TicketPriority)99)
                        .SetProperty(ticket => ticket.Channel, (Channel)98)
                        .SetProperty(ticket => ticket.Status, (TicketStatus)97));
        }

        using var agent = new Visitor(desk);
        await agent.SignInAsync(Role.Agent);

        Assert.Equal(
            "99",
            (string?)(await agent.Http.GetFromJsonAsync<JsonNode>($"/api/v1/tickets/{odd.Number}"))!["priority"]);
        Assert.Equal(HttpStatusCode.OK, (await agent.Http.GetAsync("/api/v1/inbox")).StatusCode);
        var list = (await agent.GetAsync("/tickets")).Body;
        Assert.Contains($"/tickets/{odd.Number}\"", list, StringComparison.Ordinal);
        Assert.Contains($"/tickets/{other.Number}\"", list, StringComparison.Ordinal);
        Assert.Contains(
            $"#{odd.Number}",
            (await agent.GetAsync($"/tickets/{odd.Number}")).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_page_says_that_the_database_answers()
    {
        using var anybody = new HttpClient { BaseAddress = desk.Address };

        Assert.Equal("healthy", (string?)(await anybody.GetFromJsonAsync<JsonNode>("/health"))!["status"]);
    }

    private async Task<HttpClient> SignInAsync(Role role)
    {
        var script = new Visitor(desk, "application/json");
        await script.SignInAsync(role);
        return script.Http;
    }

    private static string Approval(Ticket ticket, JsonNode draft) =>
        $"/api/v1/tickets/{ticket.Number}/drafts/{draft["id"]}/approve";

    private static async Task<string> DetailOf(HttpResponseMessage answer) =>
        (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["detail"] ?? "";
}
