namespace Ensoras.Domain.Tickets;

/// <summary>Where a statement in a draft comes from.</summary>
/// <param name="Title">What the source is called, such as "Shipping › Where is my parcel".</param>
/// <param name="Link">Where it can be read, absolute or from the desk's root.</param>
/// <param name="Quote">The words taken from it.</param>
public sealed record DraftSource(string Title, string Link, string Quote)
{
    /// <summary>The article of the knowledge base that it is; null where it is something else.</summary>
    public Guid? ArticleId { get; init; }

    /// <summary>The article's version that was read.</summary>
    public int Version { get; init; }
}

/// <summary>A source that is no longer what it was when the draft was written.</summary>
/// <param name="Version">The version that it has now; 0 when it was deleted.</param>
public sealed record SourceChange(Guid ArticleId, string Title, string Link, int Version)
{
    public bool IsDeleted => Version == 0;
}

/// <summary>A draft is pinned to the articles that it quotes, as it is to the message that it answers.</summary>
public sealed partial class Ticket
{
    // Null where they were not looked up, such as in an import.
    private IReadOnlyDictionary<Guid, int>? _articleVersions;

    /// <summary>
    /// What a message quotes that was changed or deleted since; empty once nothing can be done about it.
    /// </summary>
    public IReadOnlyList<SourceChange> ChangedSources(Message message)
    {
        if (_articleVersions is not { } versions || !DependsOnSources(message))
        {
            return [];
        }

        return
        [
            .. message
                .Sources.Where(source =>
                    source.ArticleId is { } id && versions.GetValueOrDefault(id) != source.Version)
                .DistinctBy(source => source.ArticleId)
                .Select(source => new SourceChange(
                    source.ArticleId!.Value,
                    source.Title,
                    source.Link,
                    versions.GetValueOrDefault(source.ArticleId.Value))),
        ];
    }

    /// <summary>A reviewer compared the draft with what changed: it is pinned to that from now on.</summary>
    /// <param name="seen">The changes that the reviewer had on screen.</param>
    public void ConfirmSources(Stamp stamp, Guid draftId, IReadOnlyList<SourceChange> seen)
    {
        var draft = _messages.Find(message => message.Id == draftId);
        var changes = draft is null ? [] : ChangedSources(draft);
        if (changes.Count > 0 && !changes.SequenceEqual(seen))
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.SourcesChangedAgain"));
        }

        var from = Move(TicketAction.ConfirmSources, stamp, draft);
        var versions = changes.ToDictionary(change => change.ArticleId, change => change.Version);
        draft!.Sources =
        [
            .. draft.Sources.Select(source =>
                source.ArticleId is { } id && versions.TryGetValue(id, out var version)
                    ? source with
                    {
                        ArticleId = version == 0 ? null : id,
                        Version = version,
                    }
                    : source),
        ];
        var titles = string.Join(", ", changes.Select(change => change.Title));
        Record(TicketAction.ConfirmSources, stamp, from, Words(titles));
    }

    /// <summary>The articles on which something that waits depends.</summary>
    internal IReadOnlyCollection<Guid> QuotedArticles() =>
        [
            .. _messages
                .Where(DependsOnSources)
                .SelectMany(message => message.Sources)
                .Select(source => source.ArticleId)
                .OfType<Guid>()
                .Distinct(),
        ];

    /// <summary>
    /// Called where the ticket is read with the versions that <see cref="QuotedArticles"/> have now; a deleted one has
    /// none.
    /// </summary>
    internal void CompareSources(IReadOnlyDictionary<Guid, int> versions) => _articleVersions = versions;

    private static bool DependsOnSources(Message message) =>
        message.Sources.Count > 0 && (message.IsPendingDraft || message.Status is MessageStatus.Scheduled);
}
