using System.Text.Json;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Support;

/// <summary>Help pages for a desk, and questions to the writer that quotes them.</summary>
public static class SampleArticles
{
    public static async Task GivenSampleArticlesAsync(this World world)
    {
        await using var stream = typeof(EnsorasDb).Assembly.GetManifestResourceStream("Sample/articles.json")!;
        using var articles = await JsonDocument.ParseAsync(stream);
        await using var db = await world.OpenDbAsync();
        db.AddRange(
            articles
                .RootElement.EnumerateArray()
                .Select(article => new Article(
                    world.Project.Id,
                    Text(article, "key"),
                    Text(article, "collection"),
                    Text(article, "title"),
                    Text(article, "body"),
                    world.Now)));
        await db.SaveChangesAsync();
    }

    public static async Task GivenArticleAsync(
        this World world,
        string key,
        string title,
        string body,
        string collection = "Help")
    {
        await using var db = await world.OpenDbAsync();
        db.Add(new Article(world.Project.Id, key, collection, title, body, world.Now));
        await db.SaveChangesAsync();
    }

    /// <summary>Asks the writer that quotes, as the Drafter would for a ticket's first message.</summary>
    public static Task<DraftOutcome> AskAsync(
        this World world,
        string title,
        string text,
        string customer = "Mira Lindqvist",
        string? instruction = null,
        params string[] rejected) => world.AskAsync(title, [new ConversationTurn(Sender.Customer, text)], customer, instruction, rejected);

    public static Task<DraftOutcome> AskAsync(
        this World world,
        string title,
        IReadOnlyList<ConversationTurn> conversation,
        string customer = "Mira Lindqvist",
        string? instruction = null,
        params string[] rejected) =>
        new ExcerptWriter(world.Get<IDbContextFactory<EnsorasDb>>()).WriteAsync(
            new DraftRequest(
                world.Project.Id,
                world.Project.Name,
                Guid.Empty,
                title,
                customer,
                conversation,
                instruction,
                rejected,
                []),
            CancellationToken.None);

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
