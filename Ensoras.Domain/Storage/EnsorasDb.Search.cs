using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Search;

namespace Ensoras.Domain.Storage;

/// <summary>How words are looked for, in knowledge and in tickets.</summary>
public abstract partial class EnsorasDb
{
    /// <summary>Passages that hold any of <paramref name="stems"/>, best first.</summary>
    /// <param name="stems">Words as <see cref="Words"/> stems them.</param>
    public abstract Task<IReadOnlyList<RankedPassage>> RankPassagesAsync(
        Guid projectId,
        IReadOnlyCollection<string> stems,
        int most,
        CancellationToken cancellationToken);

    /// <summary>In how many passages each of <paramref name="stems"/> stands.</summary>
    public abstract Task<IReadOnlyDictionary<string, int>> CountPassagesAsync(
        Guid projectId,
        IReadOnlyCollection<string> stems,
        CancellationToken cancellationToken);

    internal abstract Task WritePassagesAsync(
        IReadOnlyList<PassageWords> passages,
        CancellationToken cancellationToken);

    /// <summary>
    /// The keys of the entries that hold all that is looked for, newest tickets first: bounded by what is asked for,
    /// however many match.
    /// </summary>
    /// <param name="from">The lowest key.</param>
    /// <param name="to">The highest key.</param>
    /// <returns>Fewer than <paramref name="most"/> only where there are no more, or where it says that it has stopped
    /// looking.</returns>
    internal abstract Task<FoundEntries> FindEntriesAsync(
        SearchQuery query,
        long from,
        long to,
        int most,
        CancellationToken cancellationToken);

    /// <summary>Which of these tickets of a project hold all that is looked for; for few tickets.</summary>
    internal abstract Task<IReadOnlyList<int>> FindAmongAsync(
        SearchQuery query,
        int project,
        IReadOnlyCollection<int> numbers,
        CancellationToken cancellationToken);

    internal abstract Task WriteEntriesAsync(IReadOnlyList<SearchEntry> entries, CancellationToken cancellationToken);
}
