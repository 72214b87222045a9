namespace Ensoras.Domain.Scheduling;

/// <summary>The sweeps, by what they look for.</summary>
public enum Sweep
{
    Drafts,
    Delivery,
    OutboundMail,
    AutoClose,
    Stale,
    Tools,
    Workflows,
    Attachments,
    Bulk,
    InboundMail,
    Mailboxes,
    OldOriginals,
}

/// <summary>"Look now" or "look then". A hint: losing one loses nothing but seconds.</summary>
public interface IWakeUp
{
    /// <param name="sweep">Who shall look.</param>
    /// <param name="at">When; null for now.</param>
    void Wake(Sweep sweep, DateTimeOffset? at = null);
}

/// <summary>Wakes nobody: for imports and tests that run sweeps by hand.</summary>
public sealed class NoWakeUp : IWakeUp
{
    public void Wake(Sweep sweep, DateTimeOffset? at = null)
    {
    }
}
