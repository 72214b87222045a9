namespace Ensoras.Domain.Live;

/// <summary>Whether anybody at the desk is there for a project's visitors: somebody with a screen open, on any
/// server.</summary>
public sealed class Attendance : IDisposable
{
    // Well within a sign's lifetime, so that one late renewal does not show.
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);
    private readonly LiveUpdates _live;
    private readonly Presence _presence;
    private readonly ITimer _renewal;
    private readonly Guid _server = Guid.CreateVersion7();
    private IReadOnlyCollection<Guid> _attended = [];

    public Attendance(LiveUpdates live, Presence presence, TimeProvider time)
    {
        _live = live;
        _presence = presence;
        _renewal = time.CreateTimer(_ => Renew(), null, TimeSpan.Zero, RenewEvery);
    }

    /// <summary>Every signed-in screen follows the project's tickets.</summary>
    public bool IsAnybodyThere(Guid projectId) =>
        _live.IsFollowed(LiveScope.Tickets(projectId)) || _presence.On(projectId).Any(sign => sign.Who != _server);

    public void Dispose() => _renewal.Dispose();

    /// <summary>Tells the other servers, and everything that follows <see cref="LiveScope.Presence"/> of the
    /// project.</summary>
    private void Renew()
    {
        var attended = _live.Followed(LiveTopic.Tickets);
        foreach (var projectId in attended)
        {
            _presence.Show(projectId, _server, "", Activity.Viewing);
        }

        foreach (var projectId in _attended.Except(attended))
        {
            _presence.Hide(projectId, _server, Activity.Viewing);
        }

        _attended = attended;
    }
}
