namespace Ensoras.Domain.Import;

/// <summary>Keeps the score of one file.</summary>
internal sealed class ImportRun(IProgress<ImportProgress>? progress) : IImportTally
{
    private readonly List<Sentence> _skips = [];
    private readonly List<Sentence> _notes = [];
    private int _read;
    private int _added;
    private int _alreadyThere;
    private int _skipped;
    private int _noteCount;

    public IReadOnlyList<Sentence> Skips => _skips;

    public ImportProgress Count => new(_read, _added, _alreadyThere, _skipped);

    public void Read(int place) => _read = place;

    public void Report() => progress?.Report(Count);

    public void Add(int items = 1) => _added += items;

    public void AlreadyThere(int items = 1) => _alreadyThere += items;

    public void Skip(int place, Sentence why)
    {
        _skipped++;
        List(_skips, Sentence.Of("Import.Item", place, why));
    }

    public void Note(int place, Sentence what)
    {
        _noteCount++;
        List(_notes, Sentence.Of("Import.Item", place, what));
    }

    /// <summary>Something about the whole file.</summary>
    public void Note(Sentence what)
    {
        _noteCount++;
        List(_notes, what);
    }

    public ImportReport End(Sentence what, Sentence? brokenAt) =>
        new(what, Count, _skips, brokenAt) { Notes = _notes, NoteCount = _noteCount };

    private static void List(List<Sentence> lines, Sentence line)
    {
        if (lines.Count < ImportReport.MaxListed)
        {
            lines.Add(line);
        }
    }
}
