using System.Text.Json.Nodes;

namespace Ensoras.Domain.Import;

/// <summary>One item of a file.</summary>
/// <param name="Place">Its place in the file, from 1.</param>
public sealed record ImportItem(int Place, JsonObject Json);

/// <summary>Counts what became of the items.</summary>
public interface IImportTally
{
    void Add(int items = 1);

    void AlreadyThere(int items = 1);

    void Skip(int place, string why);
}

/// <summary>A kind of file that can be imported.</summary>
public interface IImportFormat
{
    /// <summary>What its items are called, in the plural.</summary>
    string What { get; }

    /// <summary>Whether an item looks like this kind.</summary>
    bool Recognises(JsonObject item);

    /// <summary>Stores a batch; what cannot be used is tallied as skipped, never thrown.</summary>
    Task StoreAsync(Guid projectId, IReadOnlyList<ImportItem> batch, IImportTally tally, CancellationToken cancellationToken);

    /// <summary>Called once after the last batch.</summary>
    Task FinishAsync(Guid projectId, IImportTally tally, CancellationToken cancellationToken);
}
