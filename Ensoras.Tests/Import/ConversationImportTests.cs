using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Ensoras.Tests.Import.ImportedFile;

namespace Ensoras.Tests.Import;

/// <summary>What a conversation says of itself is taken over; what cannot be is named.</summary>
public sealed class ConversationImportTests
{
    [Theory, OnEveryDatabase]
    public async Task One_address_or_one_id_is_one_customer_and_a_name_alone_is_none(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var report = await world.ImportAsync(
            $"[{Of(1, "Kim Lee", "\"email\": \"kim@example.org\",")}, "
                + $"{Of(2, "kim  lee", "\"email\": \"Kim@Example.org\",")}, "
                + $"{Of(3, "Kim Lee", "\"email\": \"other@example.org\",")},"
                + $"{Of(4, "Jose\u0301", "\"customerId\": 7,")}, {Of(5, "José", "\"customerId\": \"7\",")}, "
                    + $"{Of(6, "Kim Lee")}, {Of(7, "kim  lee")}, "
                    + $"{Of(8, "Mira", "\"email\": \"MIRA@example.org\",")}]");

        await using var db = await world.OpenDbAsync();
        var customers = await db
            .Tickets.OrderBy(ticket => ticket.Number)
            .Select(ticket => ticket.CustomerId)
            .ToListAsync();
        Assert.Equal(8, report.Count.Added);
        Assert.Equal(customers[0], customers[1]);
        Assert.Equal(customers[3], customers[4]);
        Assert.Equal(world.Mira.Id, customers[7]);
        Assert.Equal(6, customers.Distinct().Count());
        Assert.Equal(
            [
                "Item 6: another customer is called “Kim Lee” too; without an address or an id they were kept apart.",
                "Item 7: another customer is called “kim lee” too; without an address or an id they were kept apart.",
            ],
            report.Notes.Select(line => line.ToString()));
        Assert.Equal("José", (await db.Customers.SingleAsync(customer => customer.Id == customers[3])).Name);
    }

    [Fact]
    public async Task A_customer_with_an_address_gets_the_reply_by_email()
    {
        await using var world = await World.CreateAsync();

        await world.ImportAsync(
            """[{"id": 1, "customer": {"name": "Lina", "email": "lina@example.org"}, "subject": "Filter", "messages": [{"sender": "customer", "text": "How often?"}]}]""");

        await using var db = await world.OpenDbAsync();
        Assert.Equal(
            ("Lina", "lina@example.org"),
            await db
                .Customers.Where(customer => customer.Id != world.Mira.Id)
                .Select(customer => new ValueTuple<string, string?>(customer.Name, customer.Email))
                .SingleAsync());
    }

    [Fact]
    public async Task Dates_are_those_of_the_file()
    {
        await using var world = await World.CreateAsync();

        var report = await world.ImportAsync(
            """
            [{"id": 1, "customer": "Lina", "subject": "Filter", "status": "Resolved", "createdAt": "2024-05-06T07:08:09Z", "messages": [
              {"sender": "customer", "text": "How often?"},
              {"sender": "agent", "text": "Every 500 litres.", "createdAt": "2024-05-07T10:00:00+02:00", "author": "Ada"},
              {"sender": "customer", "text": "Thanks", "createdAt": 1715160000},
              {"sender": "customer", "text": "Bye", "createdAt": "31 of June"},
              {"sender": "customer", "text": "Later", "createdAt": "2999-01-01"}]}]
            """);

        await using var db = await world.OpenDbAsync();
        var ticket = await db.Tickets.SingleAsync();
        var messages = await db
            .Messages.Where(message => message.Sender != Sender.System)
            .OrderBy(message => message.Number)
            .ToListAsync();
        Assert.Equal((At("2024-05-06T07:08:09Z"), TicketStatus.Resolved), (ticket.CreatedAt, ticket.Status));
        Assert.Equal(
            [
                At("2024-05-06T07:08:09Z"),
                At("2024-05-07T08:00:00Z"),
                At("2024-05-08T09:20:00Z"),
                At("2024-05-08T09:20:01Z"),
                At("2024-05-08T09:20:02Z"),
            ],
            messages.Select(message => message.SentAt ?? message.CreatedAt));
        Assert.Equal(At("2024-05-08T09:20:02Z"), ticket.LastMessageAt);
        Assert.Equal("Ada", messages[1].AuthorName);
        Assert.Equal(
            2,
            report.Notes.Count(note => note.ToString().Contains("is not a date in the past", StringComparison.Ordinal)));

        static DateTimeOffset At(string text) =>
            DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("\"closed\"", TicketStatus.Closed, 0)]
    [InlineData("\"CLOSED\"", TicketStatus.Closed, 0)]
    [InlineData("\"Resolved\"", TicketStatus.Resolved, 0)]
    [InlineData("\"solved\"", TicketStatus.Resolved, 0)]
    [InlineData("\"pending\"", TicketStatus.AwaitingCustomer, 0)]
    [InlineData("\"Awaiting Customer\"", TicketStatus.AwaitingCustomer, 0)]
    [InlineData("\"open\"", TicketStatus.AwaitingEnsoras, 0)]
    [InlineData("\"In progress\"", TicketStatus.AwaitingEnsoras, 0)]
    [InlineData("\"frozen\"", TicketStatus.AwaitingEnsoras, 1)]
    [InlineData("42", TicketStatus.AwaitingEnsoras, 1)]
    [InlineData("null", TicketStatus.AwaitingEnsoras, 0)]
    public async Task A_status_is_read_in_any_case_and_named_when_it_is_unknown(
        string status,
        TicketStatus expected,
        int notes)
    {
        await using var world = await World.CreateAsync();

        var report = await world.ImportAsync($"[{Conversation("1", more: $"\"status\": {status},")}]");

        await using var db = await world.OpenDbAsync();
        Assert.Equal((expected, notes), ((await db.Tickets.SingleAsync()).Status, report.Notes.Count));
    }

    [Theory]
    [InlineData("\"###\"")]
    [InlineData("\"a type that is longer than any tag can be\"")]
    [InlineData("{\"a\": 1}")]
    [InlineData("\"\\u200B\"")]
    public async Task A_type_that_cannot_be_a_tag_costs_the_tag(string type)
    {
        await using var world = await World.CreateAsync();

        var report = await world.ImportAsync(
            $"[{Conversation("1", more: $"\"type\": {type},")}, {Conversation("2", more: "\"type\": \"Idea\",")}]");

        Assert.Equal((2, 1), (report.Count.Added, report.Notes.Count));
        Assert.Contains("cannot be a tag", report.Notes[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_split_and_an_empty_one_left_out()
    {
        await using var world = await World.CreateAsync();
        var words = string.Concat(Enumerable.Repeat("words 🌵 ", 5_500));

        var report = await world.ImportAsync(
            $$"""[{"id": 1, "customer": "Lina", "subject": "Long", "messages": [{"sender": "customer", "text": "{{words}}"}, {"sender": "agent", "text": "\u200B"}]}]""");

        await using var db = await world.OpenDbAsync();
        var messages = await db
            .Messages.OrderBy(message => message.Number)
            .Select(message => message.Body)
            .ToListAsync();
        Assert.Equal(words.Trim(), string.Join(' ', messages));
        Assert.Equal(
            ["Item 1: a message of 49,499 characters was split into 3.", "Item 1: an empty message was left out."],
            report.Notes.Select(line => line.ToString()));
    }

    [Theory, OnEveryDatabase]
    public async Task Attachments_come_with_their_messages(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var report = await world.ImportAsync(
            $$"""
            [{"id": 1, "customer": "Lina", "subject": "Filter", "messages": [
              {"sender": "customer", "text": "", "attachments": [{"name": "broken.txt", "type": "text/plain", "content": "{{Convert.ToBase64String(
                "cap"u8)}}"}, "lost.png"]},
              {"sender": "agent", "text": "Here", "attachments": [{"name": "guide.txt", "content": "{{Convert.ToBase64String(
                "read"u8)}}"}, {"name": "x", "content": "***"}]}]}]
            """);

        await using var db = await world.OpenDbAsync();
        var files = await db
            .Attachments.Join(
                db.Messages,
                file => file.MessageId,
                message => message.Id,
                (file, message) =>
                    new
                    {
                        message.Sender,
                        message.Body,
                        file.Name,
                        file.Size,
                    })
            .ToListAsync();
        Assert.Equal(
            [(Sender.Customer, "broken.txt", "broken.txt", 3), (Sender.Agent, "Here", "guide.txt", 4)],
            files.OrderBy(file => file.Sender).Select(file => (file.Sender, file.Body, file.Name, file.Size)));
        Assert.Equal(
            [
                "Item 1: the attachment “lost.png” has no content, so it was left out.",
                "Item 1: the attachment “x” is not Base64, so it was left out.",
            ],
            report.Notes.Select(line => line.ToString()));
    }

    [Fact]
    public async Task An_address_that_is_none_is_left_out_and_named()
    {
        await using var world = await World.CreateAsync();

        var report = await world.ImportAsync($"[{Conversation("1", more: "\"email\": \"not an address\",")}]");

        Assert.Equal(
            (1, "Item 1: “not an address” is not an email address, so it was left out."),
            (report.Count.Added, report.Notes.Single().ToString()));
    }

    private static string Of(int id, string customer, string more = "") =>
        $$"""{"id": {{id}}, "customer": "{{customer}}", "subject": "S", {{more}} "messages": [{"sender": "customer", "text": "x"}]}""";
}
