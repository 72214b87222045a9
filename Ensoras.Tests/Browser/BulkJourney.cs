using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Ensoras.Tests.Support.ListScreen;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>As many tickets as one action takes; on a desk of its own, because other journeys count.</summary>
[Collection(BrowserCollection.Second)]
public class BulkJourney(Chromium chromium, DraftingDesk desk)
    : BrowserTestOn<DraftingDesk>(chromium, desk),
        IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task Five_thousand_are_changed_while_their_lead_is_elsewhere_stopped_and_what_was_left_is_selected_again_and_done()
    {
        var customer = await Desk.GivenCustomerAsync("Maja Many", "maja@example.org");
        for (var batch = 0; batch < 25; batch++)
        {
            await Desk.GivenForPeopleAsync("Bulk", 200, customer);
        }

        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, $"/tickets?customer={customer.Id}");
        await lena.GetByLabel("Select all on this page").ClickAsync();
        await Button(lena, "Select the first 5,000 that match").ClickAsync();
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("5,000 selected");
        await MoreAsync(lena, "Set priority", "Urgent", "Apply");
        await Button(lena, "Set 5,000 tickets to Urgent").ClickAsync();

        await lena.GetByRole(AriaRole.Link, new() { Name = "Knowledge" }).ClickAsync();
        await Button(lena, "Stop").ClickAsync();
        await Expect(Toast(lena, "left as they were, because it was stopped."))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        var left =
            await UrgentAsync() is var done && done is > 0 and < 5_000
                ? 5_000 - done
                : throw new InvalidOperationException($"{done} were changed before it was stopped.");
        await Button(lena, "Select the rest").ClickAsync();
        await Expect(lena).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/tickets"));
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync($"{left:N0} selected");

        await MoreAsync(lena, "Set priority", "Urgent", "Apply");
        await Button(lena, $"Set {left:N0} tickets to Urgent").ClickAsync();
        await Expect(Toast(lena, $"{left:N0} set to Urgent.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal(5_000, await UrgentAsync());

        async Task<int> UrgentAsync() =>
            (
                await Desk.Get<TicketList>()
                    .ReadIdsAsync(
                        Desk.Project.Id,
                        new TicketFilter { Customer = new OfCustomer(customer.Id), Priority = TicketPriority.Urgent },
                        inInbox: false,
                        5_000,
                        CancellationToken.None)).Count;
    }
}
