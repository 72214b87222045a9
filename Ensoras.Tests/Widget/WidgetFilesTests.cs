using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Widget;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Widget;

public sealed class WidgetFilesTests
{
    private static readonly byte[] Gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0];

    [Theory, OnEveryDatabase]
    public async Task A_visitor_gets_the_files_of_what_they_were_shown_and_no_others(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, ticketId) = await host.GivenConversationAsync();
        var (stranger, _) = await host.GivenConversationAsync("Something else");
        using var stream = await host.ListenAsync(token);
        await stream.MessagesAsync(1);
        var (shown, noted, waiting) = (
            await GivenFileAsync(host, ticketId),
            await GivenFileAsync(host, ticketId),
            await GivenFileAsync(host, ticketId));

        await ChangeAsync(
            host,
            ticketId,
            noted,
            (ticket, stamp) => ticket.WriteNote(stamp, "Only for us", null, [noted]));
        await ChangeAsync(
            host,
            ticketId,
            shown,
            (ticket, stamp) => ticket.Reply(stamp, "", TimeSpan.Zero, null, [shown]));
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, token, shown)).Status);
        await host.SweepAsync(Sweep.Delivery);

        var file = (await stream.NextAsync("message")).Data.GetProperty("files").EnumerateArray().Single();
        Assert.Equal(
            (shown, "photo.gif", 13, true),
            (
                file.GetProperty("id").GetGuid(),
                file.GetProperty("name").GetString(),
                file.GetProperty("size").GetInt32(),
                file.GetProperty("isImage").GetBoolean()));
        Assert.Equal(Gif, (await ReadAsync(host, token, shown)).Bytes);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, token, noted)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, token, waiting)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, stranger, shown)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ReadAsync(host, null, shown)).Status);
    }

    [Theory, OnEveryDatabase]
    public async Task A_visitor_begins_a_conversation_with_files_alone_and_a_second_delivery_adds_nothing(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, stranger) = (await host.BeginAsync(), await host.BeginAsync());
        using var empty = await UploadAsync(host, token, [], "nothing.txt");
        using var tooBig = await UploadAsync(host, token, new byte[Attachment.MaxBytes + 1], "film.mov");
        using var unknown = await UploadAsync(host, new string('0', 64), Gif, "photo.gif");
        using var stored = await UploadAsync(host, token, Gif, "../photo.gif");
        var file = await stored.Content.ReadFromJsonAsync<AttachedFile>();
        var message = new { clientId = "a", text = "", attachmentIds = new[] { file!.Id } };

        using var stolen = await host.SendAsync(HttpMethod.Post, "messages", stranger, message);
        using var sent = await host.SendAsync(HttpMethod.Post, "messages", token, message);
        using var again = await host.SendAsync(HttpMethod.Post, "messages", token, message);

        Assert.Equal(
            [
                HttpStatusCode.BadRequest,
                HttpStatusCode.RequestEntityTooLarge,
                HttpStatusCode.Unauthorized,
                HttpStatusCode.Created,
                HttpStatusCode.BadRequest,
                HttpStatusCode.Created,
                HttpStatusCode.OK,
            ],
            new[] { empty, tooBig, unknown, stored, stolen, sent, again }.Select(answer => answer.StatusCode));
        Assert.Contains(
            "larger than 10 MB",
            (await tooBig.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        await using var db = await host.OpenDbAsync();
        var ticket = Assert.Single(db.Tickets);
        Assert.Equal(("photo.gif", 1), (ticket.Title, ticket.MessageCount));
        Assert.Equal((ticket.Id, "photo.gif"), (db.Attachments.Single().TicketId, db.Attachments.Single().Name));
        Assert.Equal(Gif, (await ReadAsync(host, token, file.Id)).Bytes);
    }

    [Fact]
    public async Task One_address_uploads_only_so_much_within_an_hour_and_is_told_when_it_goes_on()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(
            database,
            limits => limits.UploadBytesPerHourAndAddress = 30);
        var (first, second) = (await host.BeginAsync(), await host.BeginAsync());
        using var one = await UploadAsync(host, first, Gif, "one.gif");
        using var two = await UploadAsync(host, second, Gif, "two.gif");
        using var three = await UploadAsync(host, second, Gif, "three.gif");

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.TooManyRequests],
            new[] { one, two, three }.Select(answer => answer.StatusCode));
        Assert.InRange(three.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 3_500, 3_600);
        Assert.Equal("application/problem+json", three.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public void One_visitor_uses_up_neither_the_addresss_budget_nor_another_visitors()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var limits = new WidgetLimits { UploadBytesPerHour = 100, UploadBytesPerHourAndAddress = 150 };
        var budget = new UploadBudget(Microsoft.Extensions.Options.Options.Create(limits), time);
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        Assert.Null(budget.Take(one, "192.0.2.1", 60));
        time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(TimeSpan.FromMinutes(40), budget.Take(one, "192.0.2.1", 60));
        Assert.Null(budget.Take(two, "192.0.2.1", 90));
        Assert.Null(budget.Take(two, "192.0.2.2", 10));
        time.Advance(TimeSpan.FromMinutes(40));
        Assert.Null(budget.Take(one, "192.0.2.1", 60));
    }

    [Theory, OnEveryDatabase]
    public async Task When_the_room_is_full_the_address_that_fills_most_of_it_makes_room_for_the_others(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var store = world.Get<AttachmentStore>();
        var hoarder = new NewAttachment(null, world.Mira.Id, "old.bin", null)
        {
            Visitor = new(world.Project.Id, "hoarder"),
        };
        var visitor = hoarder with { Name = "photo.gif", Visitor = new(world.Project.Id, "visitor") };
        var (old, newer) = (
            await ReceiveAsync(store, hoarder),
            await ReceiveAsync(store, hoarder with { Name = "newer.bin" }));
        await using var db = await world.OpenDbAsync();
        await db.Attachments.ExecuteUpdateAsync(set =>
            set.SetProperty(file => file.Size, (int)(AttachmentStore.MaxBytesWaiting / 2)));

        var refused = await Assert.ThrowsAsync<RuleBrokenException>(() => ReceiveAsync(store, hoarder));
        var taken = await ReceiveAsync(store, visitor);

        Assert.Equal(AttachmentStore.NoRoom, refused.Why);
        Assert.Equal(
            new[] { newer.Id, taken.Id }.Order(),
            (await db.Attachments.Select(file => file.Id).ToListAsync()).Order());
        Assert.DoesNotContain(old.Id, await db.Attachments.Select(file => file.Id).ToListAsync());
    }

    [Theory, OnEveryDatabase]
    public async Task A_visitors_file_waits_an_hour_for_its_message_and_an_agents_a_day(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var store = world.Get<AttachmentStore>();
        var visitors = new NewAttachment(null, world.Mira.Id, "photo.gif", null)
        {
            Visitor = new(world.Project.Id, "visitor"),
        };
        var agents = new NewAttachment(null, world.Jonas.Id, "answer.gif", null);
        await ReceiveAsync(store, visitors);
        await ReceiveAsync(store, agents);

        world.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await world.SweepAsync(Sweep.Attachments));
        world.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await world.SweepAsync(Sweep.Attachments));
        world.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(1, await world.SweepAsync(Sweep.Attachments));
    }

    private static Task<Attachment> ReceiveAsync(AttachmentStore store, NewAttachment upload) =>
        store.ReceiveAsync(upload, new MemoryStream(Gif), CancellationToken.None);

    private static async Task<HttpResponseMessage> UploadAsync(WidgetHost host, string token, byte[] bytes, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "attachments")
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("X-File-Name", Uri.EscapeDataString(name));
        return await host.Http.SendAsync(request);
    }

    private static async Task<Guid> GivenFileAsync(WidgetHost host, Guid ticketId) =>
        (
            await host.Get<AttachmentStore>()
                .ReceiveAsync(
                    new NewAttachment(ticketId, host.Jonas.Id, "photo.gif", null),
                    new MemoryStream(Gif),
                    CancellationToken.None)).Id;

    private static Task ChangeAsync(
        WidgetHost host,
        Guid ticketId,
        Guid file,
        Action<Domain.Tickets.Ticket, Stamp> change) => host.Get<TicketDesk>().ChangeAsync(ticketId, Actor.Of(host.Jonas), [file], change, CancellationToken.None);

    private static async Task<(HttpStatusCode Status, byte[] Bytes)> ReadAsync(WidgetHost host, string? token, Guid id)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, $"attachments/{id}", token);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }
}
