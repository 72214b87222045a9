using System.Text;
using Ensoras.Domain.Import;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Import;

public sealed class ImporterTests
{
    private const string TwoConversations =
        """
        [
          {"id": 1, "customer": "Lina", "subject": "Filter", "type": "Question", "status": "Open",
           "messages": [{"sender": "customer", "text": "How often?"}, {"sender": "agent", "text": "Every 500 litres."}, {"sender": "customer", "text": "Thanks, and the cap?"}]},
          {"id": 2, "customer": "Lina", "subject": "Return", "type": "Returns", "status": "CLOSED",
           "messages": [{"sender": "Customer", "text": "It broke."}, {"sender": "AGENT", "text": "We send a new one."}]}
        ]
        """;

    [Theory, OnEveryDatabase]
    public async Task Conversations_become_tickets_with_their_messages_customers_and_types(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var report = await ImportAsync(world, TwoConversations);

        Assert.Equal(new ImportProgress(2, 2, 0, 0), report.Count);
        await using var db = await world.OpenDbAsync();
        var tickets = await db.Tickets.OrderBy(ticket => ticket.Number).ToListAsync();
        Assert.Equal(["Filter", "Return"], tickets.Select(ticket => ticket.Title));
        Assert.Equal([TicketStatus.AwaitingAgent, TicketStatus.Closed], tickets.Select(ticket => ticket.Status));
        Assert.Equal([3, 2], tickets.Select(ticket => ticket.MessageCount));
        Assert.Equal(
            [
                ["question"],
                ["returns"],
            ],
            tickets.Select(ticket => ticket.Tags));
        Assert.All(
            tickets,
            ticket => Assert.InRange(ticket.LastMessageAt, world.Now - TimeSpan.FromMinutes(1), world.Now));
    }

    [Theory, OnEveryDatabase]
    public async Task Importing_twice_adds_nothing(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await ImportAsync(world, TwoConversations);

        var again = await ImportAsync(world, TwoConversations);

        Assert.Equal(new ImportProgress(2, 0, 2, 0), again.Count);
        await using var db = await world.OpenDbAsync();
        Assert.Equal(2, await db.Tickets.CountAsync());
    }

    [Fact]
    public async Task A_conversation_that_nobody_answered_waits_for_Ensoras_with_a_draft_asked_for()
    {
        await using var world = await World.CreateAsync();

        await ImportAsync(
            world,
            """[{"id": 9, "customer": "Evan", "subject": "Straps", "messages": [{"sender": "customer", "text": "Which straps fit?"}]}]""");

        await using var db = await world.OpenDbAsync();
        var ticket = await db.Tickets.SingleAsync();
        Assert.Equal(TicketStatus.AwaitingEnsoras, ticket.Status);
        Assert.True(ticket.IsPreparing);
    }

    [Theory, OnEveryDatabase]
    public async Task A_message_that_is_a_mere_text_or_a_number_is_skipped_with_its_reason(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var report = await ImportAsync(
            world,
            """
            [
              {"id": 1, "customer": "Lina", "subject": "Filter", "messages": ["hello"]},
              {"id": 2, "customer": "Lina", "subject": "Filter", "messages": [null]},
              {"id": 3, "customer": "Lina", "subject": "Filter", "messages": [{"sender": "customer", "text": "How often?"}]}
            ]
            """);

        Assert.Equal(new ImportProgress(3, 1, 0, 2), report.Count);
        Assert.Equal("Item 1: a message is not an object with sender and text.", report.Skips[0].ToString());
    }

    [Theory, OnEveryDatabase]
    public async Task Products_whose_names_come_to_the_same_address_are_all_stored_and_recognised_again(Engine engine)
    {
        const string file =
            """
            [
              {"product": "Trail Helmet", "page": 1, "text": "Put it on."},
              {"product": "Trail helmet", "page": 2, "text": "Take it off."},
              {"product": "Trail-Helmet", "page": 1, "text": "Another one."}
            ]
            """;
        await using var world = await World.CreateAsync(engine);

        Assert.Equal(new ImportProgress(3, 3, 0, 0), (await ImportAsync(world, file)).Count);
        Assert.Equal(new ImportProgress(3, 0, 3, 0), (await ImportAsync(world, file)).Count);

        await using var db = await world.OpenDbAsync();
        var articles = await db.Articles.OrderBy(article => article.Key).ToListAsync();
        Assert.Equal(
            [("manual-trail-helmet", "Put it on.\n\nTake it off."), ("manual-trail-helmet-2", "Another one.")],
            articles.Select(article => (article.Key, article.Body)));
    }

    [Theory, OnEveryDatabase]
    public async Task Null_characters_in_a_file_are_left_out(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        await ImportAsync(
            world,
            """[{"id": "a\u0000", "customer": "Li\u0000na", "subject": "Fil\u0000ter", "type": "Quest\u0000ion", "messages": [{"sender": "customer", "text": "How\u0000 often?"}]}]""");
        await ImportAsync(world, """[{"product": "Hel\u0000met", "page": 1, "text": "Put it\u0000 on."}]""");

        await using var db = await world.OpenDbAsync();
        Assert.Equal("Filter", (await db.Tickets.SingleAsync()).Title);
        var article = await db.Articles.SingleAsync();
        Assert.Equal(("Helmet", "Put it on."), (article.Title, article.Body));
    }

    [Fact]
    public async Task One_importer_keeps_nothing_of_a_file_for_the_next()
    {
        await using var world = await World.CreateAsync();
        var importer = world.Get<Importer>();

        foreach (var product in new[] { "Helmet", "Rope" })
        {
            using var file = new MemoryStream(
                Encoding.UTF8.GetBytes($$"""[{"product": "{{product}}", "page": 1, "text": "Put it on."}]"""));
            Assert.Equal(
                new ImportProgress(1, 1, 0, 0),
                (await importer.ImportAsync(file, world.Project.Id, null, CancellationToken.None)).Count);
        }
    }

    [Fact]
    public async Task Of_a_half_valid_file_what_is_valid_is_kept_and_each_skip_says_where_and_why()
    {
        await using var world = await World.CreateAsync();

        var report = await ImportAsync(
            world,
            """
            [
              {"id": 1, "customer": "Lina", "subject": "Filter", "messages": [{"sender": "customer", "text": "How often?"}]},
              {"id": 2, "customer": "", "subject": "x", "messages": [{"sender": "customer", "text": "a"}]},
              {"id": 3, "customer": "Evan", "subject": "x", "messages": [{"sender": "robot", "text": "a"}]},
              17
            ]
            """);

        Assert.Equal(new ImportProgress(4, 1, 0, 3), report.Count);
        Assert.Equal(
            [
                "Item 4: it is not an object.",
                "Item 2: it does not say who the customer is.",
                "Item 3: a message is by “robot” instead of customer or agent.",
            ],
            report.Skips.Select(line => line.ToString()));
    }

    [Fact]
    public async Task A_file_that_breaks_off_keeps_what_was_read_and_says_where_it_broke()
    {
        await using var world = await World.CreateAsync();
        var item =
            """{"id": ID, "customer": "Lina", "subject": "Filter", "messages": [{"sender": "customer", "text": "How often? TEXT"}]},""";
        var whole = string.Concat(
            Enumerable
                .Range(1, 400)
                .Select(id =>
                    item.Replace("ID", $"{id}", StringComparison.Ordinal)
                        .Replace("TEXT", new string('x', 200), StringComparison.Ordinal)));

        var report = await ImportAsync(world, "[" + whole + """{"id": 401, "customer": """);

        Assert.InRange(report.Count.Added, 300, 400);
        Assert.StartsWith(
            $"The file is broken after item {report.Count.Read}",
            report.BrokenAt?.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is not JSON")]
    [InlineData("""[{"name": "a product", "price": 3}]""")]
    [InlineData("")]
    public async Task A_file_of_another_kind_is_refused_with_a_sentence(string content)
    {
        await using var world = await World.CreateAsync();

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() => ImportAsync(world, content));

        Assert.Matches("JSON", refusal.Message);
    }

    [Fact]
    public async Task The_pages_of_a_manual_become_one_article_of_its_product_in_their_order()
    {
        await using var world = await World.CreateAsync();

        var report = await ImportAsync(
            world,
            """
            [
              {"product": "Trail Helmet", "page": 2, "text": "2. Care\n\nClean it with water."},
              {"product": "Trail Helmet", "page": 1, "text": "1. Fit\n\nIt sits level on the head."},
              {"product": "Sleeping Bag", "page": 1, "text": "1. Use\n\nShake it before use."}
            ]
            """);

        Assert.Equal(new ImportProgress(3, 3, 0, 0), report.Count);
        await using var db = await world.OpenDbAsync();
        var helmet = await db.Articles.SingleAsync(article => article.Key == "manual-trail-helmet");
        Assert.True(
            helmet.Body.IndexOf("level on the head", StringComparison.Ordinal)
                < helmet.Body.IndexOf("Clean it", StringComparison.Ordinal));
        Assert.Equal(2, await db.Articles.CountAsync());
    }

    [RealDataFact]
    public async Task The_300_real_conversations_and_122_manual_pages_are_imported_whole()
    {
        await using var world = await World.CreateAsync();

        await using var conversations = File.OpenRead(RealDataFactAttribute.PathOf("conversations.json"));
        var tickets = await world
            .Get<Importer>()
            .ImportAsync(conversations, world.Project.Id, null, CancellationToken.None);
        await using var pages = File.OpenRead(RealDataFactAttribute.PathOf("manual-pages.json"));
        var articles = await world.Get<Importer>().ImportAsync(pages, world.Project.Id, null, CancellationToken.None);

        Assert.Equal(new ImportProgress(300, 300, 0, 0), tickets.Count);
        Assert.Equal(new ImportProgress(122, 122, 0, 0), articles.Count);
    }

    private static Task<ImportReport> ImportAsync(World world, string content) =>
        world
            .Get<Importer>()
            .ImportAsync(
                new MemoryStream(Encoding.UTF8.GetBytes(content)),
                world.Project.Id,
                null,
                CancellationToken.None);
}
