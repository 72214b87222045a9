using System.Text.Json;

namespace Ensoras.Domain.Import;

/// <summary>One item of a file.</summary>
/// <param name="Place">Its place in the file, from 1.</param>
/// <param name="Bytes">How long it is in the file.</param>
public sealed record ImportItem(int Place, JsonElement Json, int Bytes);

/// <summary>Counts what became of the items.</summary>
public interface IImportTally
{
    void Add(int items = 1);

    void AlreadyThere(int items = 1);

    /// <summary>It could not be used.</summary>
    void Skip(int place, Sentence why);

    /// <summary>It was used, but something in it could not be taken over as it was.</summary>
    void Note(int place, Sentence what);
}

/// <summary>A kind of item that can be imported.</summary>
public interface IImportFormat
{
    /// <summary>What its items are called, in the plural.</summary>
    Sentence What { get; }

    /// <summary>Whether an item looks like this kind.</summary>
    bool Recognises(JsonElement item);

    /// <summary>Stores a batch; what cannot be used is tallied as skipped, never thrown.</summary>
    Task StoreAsync(
        Guid projectId,
        IReadOnlyList<ImportItem> batch,
        IImportTally tally,
        CancellationToken cancellationToken);

    /// <summary>Called once after the last batch.</summary>
    Task FinishAsync(Guid projectId, IImportTally tally, CancellationToken cancellationToken);
}
