using Bunit;
using Ensoras.Domain.Live;
using Ensoras.Tests.Support;
using Ensoras.Web.Layout;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Pages;

/// <summary>While the database is away a screen keeps what it shows, and it follows again by itself.</summary>
public sealed class UnreadableScreenTests : PageTest
{
    [Fact]
    public async Task A_read_that_failed_leaves_the_screen_as_it_was_and_is_tried_again_ever_later()
    {
        var page = Render<Counting>(parameters => parameters.AddCascadingValue(ViewerOf(World.Jonas)));
        page.WaitForAssertion(() => Assert.Equal("1", page.Find("b").TextContent));

        page.Instance.FailNext(3);
        World.Live.Publish(page.Instance.Scope);
        await EventuallyAsync(page, () => Assert.True(page.Instance.Reads >= 2));
        Assert.Equal("1", page.Find("b").TextContent);

        await EventuallyAsync(page, () => Assert.Equal("5", page.Find("b").TextContent));
        Assert.Equal([1, 2, 4], page.Instance.Pauses);

        World.Live.Publish(page.Instance.Scope);
        await EventuallyAsync(page, () => Assert.Equal("6", page.Find("b").TextContent));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_screen_whose_first_read_failed_is_filled_as_soon_as_it_can_be()
    {
        var page = Render<Counting>(parameters =>
            parameters.AddCascadingValue(ViewerOf(World.Jonas)).Add(screen => screen.Failures, 1));
        Assert.Equal("0", page.Find("b").TextContent);

        await EventuallyAsync(page, () => Assert.Equal("2", page.Find("b").TextContent));
        World.Live.Publish(page.Instance.Scope);
        await EventuallyAsync(page, () => Assert.Equal("3", page.Find("b").TextContent));
    }

    [Fact]
    public async Task The_badge_outlasts_a_database_that_is_away_and_is_right_again_afterwards()
    {
        var badge = Render<InboxBadge>(parameters => parameters.AddCascadingValue(ViewerOf(World.Jonas)));
        await World.GivenDraftAsync();
        await EventuallyAsync(badge, () => Assert.Equal("1", badge.Find(".badge").TextContent));

        await RenameAsync("inbox_sizes", "inbox_away");
        World.Live.Publish(LiveScope.Tickets(World.Project.Id));
        World.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("1", badge.Find(".badge").TextContent);

        await RenameAsync("inbox_away", "inbox_sizes");
        await World.GivenDraftAsync();
        await EventuallyAsync(badge, () => Assert.Equal("2", badge.Find(".badge").TextContent));
    }

    private async Task RenameAsync(string from, string to)
    {
        await using var db = await World.OpenDbAsync();
#pragma warning disable EF1002 // Names that this test wrote.
        await db.Database.ExecuteSqlRawAsync($"ALTER TABLE \"{from}\" RENAME TO \"{to}\"");
#pragma warning restore EF1002
    }

    /// <summary>Shows which read it shows.</summary>
    private sealed class Counting : LiveComponent
    {
        private int _shown;
        private DateTimeOffset _failedAt;

        [Inject]
        private TimeProvider Time { get; set; } = null!;

        [Parameter]
        public int Failures { get; set; }

        public void FailNext(int reads) => Failures = reads;

        public LiveScope Scope { get; } = LiveScope.Knowledge(Guid.CreateVersion7());

        public int Reads { get; private set; }

        /// <summary>How many whole seconds it waited after each failure.</summary>
        public List<int> Pauses { get; } = [];

        protected override IReadOnlyCollection<LiveScope> Watch() => [Scope];

        protected override Task ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            if (_failedAt != default)
            {
                Pauses.Add((int)Math.Round((Time.GetUtcNow() - _failedAt).TotalSeconds));
                _failedAt = default;
            }

            if (Failures-- > 0)
            {
                _failedAt = Time.GetUtcNow();
                throw new InvalidOperationException("transient", new SqliteException("database is locked", 5));
            }

            _shown = Reads;
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddMarkupContent(0, $"<b>{_shown}</b>");
    }
}
