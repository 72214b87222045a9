using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Live;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Knowledge;

public sealed class KnowledgeBaseTests
{
    [Theory, OnEveryDatabase]
    public async Task An_article_is_written_found_changed_and_deleted(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var knowledge = world.Get<KnowledgeBase>();
        var lena = Actor.Of(world.Lena);

        var created = await knowledge.CreateAsync(
            world.Project.Id,
            "Returns",
            "Rückgabe & Umtausch?",
            "Try it on at home.",
            lena,
            CancellationToken.None);
        var saved = await knowledge.SaveAsync(
            world.Project.Id,
            created.Key,
            created.Version,
            "Sizes",
            "Sizes",
            "Measure your **feet** in the evening.",
            lena,
            CancellationToken.None);
        var hits = await knowledge.SearchAsync(world.Project.Id, "measuring feet", CancellationToken.None);
        var gone = await knowledge.SearchAsync(world.Project.Id, "home", CancellationToken.None);
        await knowledge.DeleteAsync(world.Project.Id, created.Key, saved.Version, lena, CancellationToken.None);

        Assert.Equal("ruckgabe-umtausch", created.Key);
        Assert.Equal(2, saved.Version);
        var hit = Assert.Single(hits);
        Assert.Equal(["Measure", "feet"], hit.Snippet.Where(segment => segment.IsHit).Select(segment => segment.Text));
        Assert.Equal("Measure your feet in the evening.", string.Concat(hit.Snippet.Select(segment => segment.Text)));
        Assert.Empty(gone);
        Assert.Null(await knowledge.FindAsync(world.Project.Id, created.Key, CancellationToken.None));
        Assert.Empty(await knowledge.SearchAsync(world.Project.Id, "feet", CancellationToken.None));
        await using var db = await world.OpenDbAsync();
        Assert.Equal(0, await db.Passages.CountAsync());
    }

    [Theory, OnEveryDatabase]
    public async Task Titles_and_collections_stand_in_one_order_on_every_database(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        foreach (var title in new[] { "Zebra", "apple", "Äpfel", "Éclair", "banana", "eclairs" })
        {
            await world.GivenArticleAsync(title, title, "Text.", collection: title);
        }

        var page = await world.Get<KnowledgeBase>().ReadPageAsync(world.Project.Id, null, 1, CancellationToken.None);
        var collections = await world
            .Get<KnowledgeBase>()
            .ReadCollectionsAsync(world.Project.Id, CancellationToken.None);

        string[] expected = ["Äpfel", "apple", "banana", "Éclair", "eclairs", "Zebra"];
        Assert.Equal(expected, page.Rows.Select(row => row.Title));
        Assert.Equal(expected, collections.Select(row => row.Name));
    }

    [Theory, OnEveryDatabase]
    public async Task Articles_of_every_script_are_found(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenArticleAsync("a", "返品について", "商品は六十日以内に返品できます。");
        await world.GivenArticleAsync("b", "वापसी", "सामान साठ दिनों में वापस करें।");
        await world.GivenArticleAsync("c", "Maße", "Die Größe steht auf dem Etikett.");

        foreach (var (text, key) in new[] { ("返品", "a"), ("वापसी", "b"), ("grosse", "c"), ("Gro\u0308ße", "c") })
        {
            Assert.Equal(
                key,
                Assert
                    .Single(
                        await world.Get<KnowledgeBase>().SearchAsync(world.Project.Id, text, CancellationToken.None))
                    .Key);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Equal_titles_get_keys_of_their_own_also_at_the_same_moment(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var knowledge = world.Get<KnowledgeBase>();

        var articles = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    knowledge.CreateAsync(
                        world.Project.Id,
                        "Help",
                        "Opening hours",
                        "Nine to five.",
                        Actor.Of(world.Lena),
                        CancellationToken.None)));

        Assert.Equal(
            [
                "opening-hours",
                "opening-hours-2",
                "opening-hours-3",
                "opening-hours-4",
                "opening-hours-5",
                "opening-hours-6",
            ],
            articles.Select(article => article.Key).Order(StringComparer.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task Thousands_of_articles_are_paged_in_one_order(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await using (var db = await world.OpenDbAsync())
        {
            db.AddRange(
                Enumerable
                    .Range(0, 2_030)
                    .Select(number => new Article(
                        world.Project.Id,
                        $"a{number}",
                        number % 3 == 0 ? "B" : "A",
                        $"Title {number % 700:000}",
                        "Text.",
                        world.Now)));
            await db.SaveChangesAsync();
        }

        var knowledge = world.Get<KnowledgeBase>();
        var seen = new List<string>();
        for (var number = 1; number == 1 || seen.Count % ArticlePage.Size == 0; number++)
        {
            seen.AddRange(
                (await knowledge.ReadPageAsync(world.Project.Id, null, number, CancellationToken.None)).Rows.Select(
                    row => row.Key));
        }

        Assert.Equal(2_030, seen.Distinct().Count());
        Assert.Equal(2_030, seen.Count);
        Assert.Equal(
            [new CollectionRow("A", 1_353), new CollectionRow("B", 677)],
            await knowledge.ReadCollectionsAsync(world.Project.Id, CancellationToken.None));
        Assert.All(
            (await knowledge.ReadPageAsync(world.Project.Id, "B", 1, CancellationToken.None)).Rows,
            row => Assert.Equal("B", row.Collection));
    }

    [Fact]
    public async Task Every_change_is_announced()
    {
        await using var world = await World.CreateAsync();
        var knowledge = world.Get<KnowledgeBase>();
        var announced = 0;
        world.Live.Announced += scopes => announced += scopes.Contains(LiveScope.Knowledge(world.Project.Id)) ? 1 : 0;

        var article = await knowledge.CreateAsync(
            world.Project.Id,
            "Help",
            "Hours",
            "Nine.",
            Actor.Of(world.Lena),
            CancellationToken.None);
        var saved = await knowledge.SaveAsync(
            world.Project.Id,
            article.Key,
            article.Version,
            "Help",
            "Hours",
            "Ten.",
            Actor.Of(world.Lena),
            CancellationToken.None);
        await knowledge.DeleteAsync(
            world.Project.Id,
            article.Key,
            saved.Version,
            Actor.Of(world.Lena),
            CancellationToken.None);

        Assert.Equal(3, announced);
    }

    [Theory, OnEveryDatabase]
    public async Task Another_projects_articles_are_neither_listed_nor_found(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var other = new Project("Other", world.Now);
        await using (var db = await world.OpenDbAsync())
        {
            db.Add(other);
            db.Add(new Article(other.Id, "secret", "Help", "Secret", "The launch is in October.", world.Now));
            await db.SaveChangesAsync();
        }

        var knowledge = world.Get<KnowledgeBase>();

        Assert.Empty(await knowledge.SearchAsync(world.Project.Id, "launch october", CancellationToken.None));
        Assert.Null(await knowledge.FindAsync(world.Project.Id, "secret", CancellationToken.None));
        Assert.Empty((await knowledge.ReadPageAsync(world.Project.Id, null, 1, CancellationToken.None)).Rows);
    }
}
