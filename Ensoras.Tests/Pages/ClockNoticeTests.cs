using Bunit;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Layout;

namespace Ensoras.Tests.Pages;

/// <summary>What an admin sees of a clock that jumped, and nobody else.</summary>
public sealed class ClockNoticeTests : PageTest
{
    [Fact]
    public async Task An_admin_reads_what_a_jump_closed_and_reopens_it_with_one_click()
    {
        var led = await ClosedByAJumpAsync();
        var page = Render<ClockNotice>(parameters => parameters.AddCascadingValue(ViewerOf(World.Ada)));
        page.WaitForAssertion(() => Assert.Contains("jumped forward by 9 days", page.Markup, StringComparison.Ordinal));
        Assert.Contains("1 ticket was closed early because of it.", page.Markup, StringComparison.Ordinal);

        await Button(page, "Reopen tickets").ClickAsync(new());

        Assert.Equal(TicketStatus.Resolved, (await led.RowAsync()).Status);
        await EventuallyAsync(page, () => Assert.DoesNotContain("Reopen tickets", Buttons(page)));
        await Button(page, "Dismiss").ClickAsync(new());
        await EventuallyAsync(page, () => Assert.Empty(page.Markup.Trim()));
    }

    [Fact]
    public async Task Nobody_else_is_told()
    {
        await ClosedByAJumpAsync();

        var page = Render<ClockNotice>(parameters => parameters.AddCascadingValue(ViewerOf(World.Lena)));

        Assert.Empty(page.Markup.Trim());
    }

    private async Task<LedTicket> ClosedByAJumpAsync()
    {
        var led = await LedTicket.AtAsync(World, TicketStatus.Resolved);
        await using (var db = await World.OpenDbAsync())
        {
            db.Add(new ClockJump(Environment.MachineName, World.Now.AddDays(9), TimeSpan.FromDays(9)));
            await db.SaveChangesAsync();
        }

        World.Time.Advance(TimeSpan.FromDays(9));
        await World.SweepAsync(Sweep.AutoClose);
        return led;
    }
}
