using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Knowledge;

/// <summary>
/// A page of the knowledge base, written in markdown. It is cut into passages, which full text ranks and drafts
/// quote.
/// </summary>
public sealed class Article
{
    private readonly List<Passage> _passages = [];

    private Article()
    {
    }

    public Article(Guid projectId, string key, string collection, string title, string body, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        Key = key;
        CreatedAt = now;
        Write(collection, title, body, now);
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    /// <summary>Its place in an address (/help/KEY), unique in the project.</summary>
    public string Key { get; private set; } = "";

    public string Collection { get; private set; } = "";

    public string Title { get; private set; } = "";

    /// <summary>What lists are sorted by.</summary>
    public string CollectionOrder { get; private set; } = "";

    public string TitleOrder { get; private set; } = "";

    public string Body { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Counts up with every change, so that two editors cannot overwrite each other unseen.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<Passage> Passages => _passages;

    /// <summary>Replaces the text and cuts it into passages again.</summary>
    public void Write(string collection, string title, string body, DateTimeOffset now)
    {
        Collection = collection.Storable().Trim();
        Title = title.Storable().Trim();
        CollectionOrder = Alphabet.KeyOf(Collection);
        TitleOrder = Alphabet.KeyOf(Title);
        Body = body.Storable();
        UpdatedAt = now;
        Version++;
        _passages.Clear();
        _passages.AddRange(PassageCutter.Cut(Id, ProjectId, Title, Body));
    }
}
