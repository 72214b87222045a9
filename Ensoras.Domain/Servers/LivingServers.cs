namespace Ensoras.Domain.Servers;

/// <summary>
/// Who this server is, and which others live: a claim whose server is not among them is nobody's any more.
/// </summary>
public sealed class LivingServers
{
    private volatile IReadOnlyList<Guid>? _ids;

    public LivingServers(TimeProvider time)
    {
        Own = Guid.CreateVersion7(time.GetUtcNow());

        // Alone on its database until somebody says otherwise.
        _ids = [Own];
    }

    /// <summary>What this server puts on its claims; another one after each start.</summary>
    public Guid Own { get; }

    /// <summary>This server and the others; null while that is not known.</summary>
    public IReadOnlyList<Guid>? Ids
    {
        get => _ids;
        internal set => _ids = value;
    }
}
