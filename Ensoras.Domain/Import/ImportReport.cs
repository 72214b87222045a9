namespace Ensoras.Domain.Import;

/// <summary>How far an import is.</summary>
/// <param name="Read">Items read from the file so far.</param>
/// <param name="Added">Items that became something new.</param>
/// <param name="AlreadyThere">Items that an earlier import had brought.</param>
/// <param name="Skipped">Items that could not be used.</param>
public readonly record struct ImportProgress(int Read, int Added, int AlreadyThere, int Skipped);

/// <summary>What an import came to.</summary>
/// <param name="What">What the file holds, such as "conversations".</param>
/// <param name="Skips">Each item that was skipped, with its place in the file (from 1) and the reason; the first <see
/// cref="MaxListed"/>.</param>
/// <param name="BrokenAt">Why reading ended before the end of the file; null when it was read to the end.</param>
public sealed record ImportReport(
    Sentence What, ImportProgress Count, IReadOnlyList<Sentence> Skips, Sentence? BrokenAt)
{
    public const int MaxListed = 100;

    /// <summary>
    /// What was imported otherwise than it stands in the file, with its place; the first <see cref="MaxListed"/>.
    /// </summary>
    public IReadOnlyList<Sentence> Notes { get; init; } = [];

    /// <summary>How many notes there are in all.</summary>
    public int NoteCount { get; init; }

    /// <summary>The counts in one line.</summary>
    public override string ToString() =>
        Sentence.Of("Import.Summary", Count.Read, What, Count.Added, Count.AlreadyThere, Count.Skipped)
            .ToString();
}
