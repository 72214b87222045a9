using System.Net;
using System.Text.Json;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

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
        var (shown, noted, waiting) = (await GivenFileAsync(host, ticketId), await GivenFileAsync(host, ticketId), await GivenFileAsync(host, ticketId));

        await ChangeAsync(host, ticketId, noted, (ticket, stamp) => ticket.WriteNote(stamp, "Only for us", null, [noted]));
        await ChangeAsync(host, ticketId, shown, (ticket, stamp) => ticket.Reply(stamp, "", TimeSpan.Zero, null, [shown]));
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, token, shown)).Status);
        await host.SweepAsync(Sweep.Delivery);

        var file = (await stream.NextAsync("message")).Data.GetProperty("files").EnumerateArray().Single();
        Assert.Equal((shown, "photo.gif", 13, true), (file.GetProperty("id").GetGuid(), file.GetProperty("name").GetString(), file.GetProperty("size").GetInt32(), file.GetProperty("isImage").GetBoolean()));
        Assert.Equal(Gif, (await ReadAsync(host, token, shown)).Bytes);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, token, noted)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, token, waiting)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(host, stranger, shown)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ReadAsync(host, null, shown)).Status);
    }

    private static async Task<Guid> GivenFileAsync(WidgetHost host, Guid ticketId) =>
        (await host.Get<AttachmentStore>().ReceiveAsync(new NewAttachment(ticketId, host.Jonas.Id, "photo.gif", null), new MemoryStream(Gif), CancellationToken.None)).Id;

    private static Task ChangeAsync(WidgetHost host, Guid ticketId, Guid file, Action<Domain.Tickets.Ticket, Stamp> change) =>
        host.Get<TicketDesk>().ChangeAsync(ticketId, Actor.Of(host.Jonas), [file], change, CancellationToken.None);

    private static async Task<(HttpStatusCode Status, byte[] Bytes)> ReadAsync(WidgetHost host, string? token, Guid id)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, $"attachments/{id}", token);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }
}
