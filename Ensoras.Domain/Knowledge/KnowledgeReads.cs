namespace Ensoras.Domain.Knowledge;

/// <summary>A collection of articles and how many it holds.</summary>
public sealed record CollectionRow(string Name, int Articles);

/// <summary>An article in a list.</summary>
public sealed record ArticleRow(string Key, string Collection, string Title, DateTimeOffset UpdatedAt);

/// <summary>One page of a list.</summary>
/// <param name="Total">How many articles there are on all pages.</param>
public sealed record ArticlePage(IReadOnlyList<ArticleRow> Rows, int Total, int Page)
{
    /// <summary>How many rows a page has at most.</summary>
    public const int Size = 50;

    public int Pages => Math.Max(1, (Total + Size - 1) / Size);
}

/// <summary>An article to read or to edit.</summary>
/// <param name="Version">Hand it back when saving, so that nobody's change is overwritten unseen.</param>
public sealed record ArticleText(
    string Key,
    string Collection,
    string Title,
    string Body,
    int Version,
    DateTimeOffset UpdatedAt);

/// <summary>An article that a search found, with the part that fits best.</summary>
/// <param name="Title">Marked where it has the words that were looked for.</param>
/// <param name="Snippet">Plain text around the first hits.</param>
public sealed record ArticleHit(
    string Key,
    string Collection,
    string Heading,
    IReadOnlyList<TextSegment> Title,
    IReadOnlyList<TextSegment> Snippet);

/// <summary>A piece of plain text, to be shown as text and never as markup.</summary>
/// <param name="IsHit">Whether it is a word that was looked for.</param>
public readonly record struct TextSegment(string Text, bool IsHit);
