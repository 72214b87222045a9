using Ensoras.Domain.Knowledge;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Knowledge;

/// <summary>Who may write articles, what is refused, and what happens when several people write at once.</summary>
public sealed class ArticleEditingTests
{
    [Theory, OnEveryDatabase]
    public async Task The_second_of_two_editors_is_told_and_the_first_ones_text_stays(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var knowledge = world.Get<KnowledgeBase>();
        var article = await knowledge.CreateAsync(
            world.Project.Id,
            "Help",
            "Hours",
            "Nine to five.",
            Actor.Of(world.Ada),
            CancellationToken.None);

        await knowledge.SaveAsync(
            world.Project.Id,
            article.Key,
            article.Version,
            "Help",
            "Hours",
            "Ten to six.",
            Actor.Of(world.Ada),
            CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            knowledge.SaveAsync(
                world.Project.Id,
                article.Key,
                article.Version,
                "Help",
                "Hours",
                "Always.",
                Actor.Of(world.Lena),
                CancellationToken.None));
        var alsoRefused = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            knowledge.DeleteAsync(
                world.Project.Id,
                article.Key,
                article.Version,
                Actor.Of(world.Lena),
                CancellationToken.None));

        Assert.StartsWith(
            "Somebody else saved this article while you were writing",
            refusal.Message,
            StringComparison.Ordinal);
        Assert.Contains("not deleted", alsoRefused.Message, StringComparison.Ordinal);
        Assert.Equal(
            "Ten to six.",
            (await knowledge.FindAsync(world.Project.Id, article.Key, CancellationToken.None))!.Body);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_editors_who_save_at_the_same_moment_one_succeeds(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var knowledge = world.Get<KnowledgeBase>();
        var article = await knowledge.CreateAsync(
            world.Project.Id,
            "Help",
            "Hours",
            "Nine to five.",
            Actor.Of(world.Ada),
            CancellationToken.None);

        var attempts = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async number =>
                {
                    try
                    {
                        await knowledge.SaveAsync(
                            world.Project.Id,
                            article.Key,
                            article.Version,
                            "Help",
                            "Hours",
                            $"Version {number}",
                            Actor.Of(world.Lena),
                            CancellationToken.None);
                        return true;
                    }
                    catch (RuleBrokenException)
                    {
                        return false;
                    }
                }));

        Assert.Single(attempts, saved => saved);
        Assert.Equal(2, (await knowledge.FindAsync(world.Project.Id, article.Key, CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task Agents_and_reviewers_read_but_do_not_write()
    {
        await using var world = await World.CreateAsync();
        var knowledge = world.Get<KnowledgeBase>();
        await world.GivenArticleAsync("hours", "Hours", "Nine to five.");

        foreach (var person in new[] { world.Jonas, world.Rosa })
        {
            await Assert.ThrowsAsync<RuleBrokenException>(() =>
                knowledge.CreateAsync(
                    world.Project.Id,
                    "Help",
                    "New",
                    "Text",
                    Actor.Of(person),
                    CancellationToken.None));
            await Assert.ThrowsAsync<RuleBrokenException>(() =>
                knowledge.SaveAsync(
                    world.Project.Id,
                    "hours",
                    1,
                    "Help",
                    "Hours",
                    "Text",
                    Actor.Of(person),
                    CancellationToken.None));
            await Assert.ThrowsAsync<RuleBrokenException>(() =>
                knowledge.DeleteAsync(world.Project.Id, "hours", 1, Actor.Of(person), CancellationToken.None));
        }

        Assert.Equal(
            "Nine to five.",
            (await knowledge.FindAsync(world.Project.Id, "hours", CancellationToken.None))!.Body);
    }

    [Theory]
    [InlineData("Help", "  ", 4, "An article needs a title.")]
    [InlineData("", "Title", 4, "An article needs a collection.")]
    [InlineData("Help", "Title", 0, "An article needs a text.")]
    [InlineData("Help", "Title", 200_001, "The text has 200,001 characters; at most 200,000 fit.")]
    public async Task What_cannot_be_stored_is_refused_with_a_sentence(
        string collection,
        string title,
        int length,
        string sentence)
    {
        await using var world = await World.CreateAsync();

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world
                .Get<KnowledgeBase>()
                .CreateAsync(
                    world.Project.Id,
                    collection,
                    title,
                    new string('x', length),
                    Actor.Of(world.Lena),
                    CancellationToken.None));

        Assert.Equal(sentence, refusal.Message);
    }
}
