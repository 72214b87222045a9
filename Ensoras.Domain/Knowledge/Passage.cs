namespace Ensoras.Domain.Knowledge;

/// <summary>A section of an article: what full text ranks.</summary>
public sealed class Passage
{
    private Passage()
    {
    }

    public Passage(Guid articleId, Guid projectId, string title, string heading, string text)
    {
        ArticleId = articleId;
        ProjectId = projectId;
        Title = title;
        Heading = heading;
        Text = text;
    }

    public long Id { get; private set; }

    public Guid ArticleId { get; private set; }

    public Guid ProjectId { get; private set; }

    /// <summary>The article's title, repeated so that it counts in the rank.</summary>
    public string Title { get; private set; } = "";

    public string Heading { get; private set; } = "";

    /// <summary>Plain text, without markdown.</summary>
    public string Text { get; private set; } = "";
}

/// <summary>A passage that was found.</summary>
/// <param name="Rank">Higher is better; comparable only within one search.</param>
public sealed record RankedPassage(
    long Id,
    string ArticleKey,
    string Collection,
    string Title,
    string Heading,
    string Text,
    double Rank);
