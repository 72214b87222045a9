using Ensoras.Domain.Live;
using Ensoras.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ensoras.Tests.Live;

/// <summary>Who is on a ticket, and that they are forgotten by themselves.</summary>
public sealed class PresenceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TicketSteps.Morning);
    private readonly LiveUpdates _live;
    private readonly Presence _presence;
    private readonly Guid _ticket = Guid.CreateVersion7();
    private readonly Guid _rosa = Guid.CreateVersion7();

    public PresenceTests()
    {
        _live = new LiveUpdates(_time, NullLogger<LiveUpdates>.Instance);
        _presence = new Presence(_live, _time);
    }

    public void Dispose() => _presence.Dispose();

    [Theory]
    [InlineData(Activity.Typing, 6)]
    [InlineData(Activity.Viewing, 30)]
    [InlineData(Activity.Replying, 30)]
    [InlineData(Activity.Online, 30)]
    public void A_sign_that_is_not_renewed_expires_and_that_is_announced(Activity activity, int seconds)
    {
        _presence.Show(_ticket, _rosa, "Rosa", activity);
        var before = Changes;
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal([new Present(_rosa, "Rosa", activity)], _presence.On(_ticket));
        Assert.Equal(before, Changes);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Empty(_presence.On(_ticket));
        Assert.True(Changes > before);
    }

    [Fact]
    public void Renewing_keeps_it_and_is_not_announced_again()
    {
        _presence.Show(_ticket, _rosa, "Rosa", Activity.Typing);
        var before = Changes;
        for (var renewal = 0; renewal < 10; renewal++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            _presence.Show(_ticket, _rosa, "Rosa", Activity.Typing);
        }

        Assert.Single(_presence.On(_ticket));
        Assert.Equal(before, Changes);
    }

    [Fact]
    public void Hiding_is_at_once_and_hiding_nothing_is_nothing()
    {
        _presence.Show(_ticket, _rosa, "Rosa", Activity.Viewing);
        var before = Changes;
        _presence.Hide(_ticket, _rosa, Activity.Viewing);
        Assert.Empty(_presence.On(_ticket));
        var after = Changes;
        Assert.True(after > before);

        _presence.Hide(_ticket, _rosa, Activity.Viewing);
        Assert.Equal(after, Changes);
    }

    [Fact]
    public void Everybody_is_listed_by_name_on_their_own_ticket_only()
    {
        _presence.Show(_ticket, _rosa, "Rosa", Activity.Viewing);
        _presence.Show(_ticket, Guid.CreateVersion7(), "ada", Activity.Replying);
        _presence.Show(Guid.CreateVersion7(), Guid.CreateVersion7(), "Jonas", Activity.Viewing);

        Assert.Equal(["ada", "Rosa"], _presence.On(_ticket).Select(present => present.Name));
    }

    private long Changes => _live.ChangeNumber(LiveScope.Presence(_ticket));
}
