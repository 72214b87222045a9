namespace Ensoras.Floor;

/// <summary>One value that every page shows.</summary>
public sealed class Counter
{
    private readonly Lock _gate = new();
    private Action[] _pages = [];

    public string Value { get; private set; } = "";

    /// <summary>Pages are told on the thread pool, as the desk's are: counting waits for none.</summary>
    public void Set(string value)
    {
        Value = value;
        foreach (var page in _pages)
        {
            ThreadPool.UnsafeQueueUserWorkItem(tell => tell(), page, preferLocal: false);
        }
    }

    public void Follow(Action page)
    {
        lock (_gate)
        {
            _pages = [.. _pages, page];
        }
    }

    public void Leave(Action page)
    {
        lock (_gate)
        {
            _pages = [.. _pages.Where(other => other != page)];
        }
    }
}
