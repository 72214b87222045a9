using System.Text;
using Bunit;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Tests.Support;
using Ensoras.Web.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

public sealed class EmailPageTests : PageTest
{
    [Fact]
    public async Task The_ledger_shows_what_failed_and_makes_a_ticket_of_it()
    {
        var line = await World.ReceiveAsync(Encoding.UTF8.GetBytes("\u0001 no email"));
        var page = Open();
        page.WaitForElement("tr[data-mail=Failed]");

        await page.InvokeAsync(() => Button(page, "Make a ticket").Click());

        page.WaitForAssertion(() =>
            Assert.EndsWith(
                "/tickets/1",
                Services.GetRequiredService<NavigationManager>().Uri,
                StringComparison.Ordinal));
        Assert.Equal(MailOutcome.Ticket, (await World.LineAsync(line.Id)).Outcome);
    }

    [Fact]
    public async Task A_mailbox_without_a_server_is_refused_beside_the_field()
    {
        var page = Open();
        await page.InvokeAsync(() => Button(page, "Connect a mailbox").Click());
        page.WaitForElement("#imap-host");

        await page.InvokeAsync(() => page.Find("#mail-address").Input("support@shop.example"));
        await page.InvokeAsync(() => Button(page, "Save mailbox").Click());

        page.WaitForAssertion(() =>
            Assert.Contains("Enter the IMAP server, such as imap.example.com.", page.Markup, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_stopped_address_is_allowed_with_one_click()
    {
        await using (var db = await World.OpenDbAsync())
        {
            db.Add(new UndeliverableAddress(World.Project.Id, "mira@example.org", "550 unknown", World.Now));
            await db.SaveChangesAsync();
        }

        var page = Open();
        page.WaitForElement("[data-undeliverable]");
        await page.InvokeAsync(() => page.Find("button[aria-label='Allow mira@example.org']").Click());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-undeliverable]")));
    }

    private IRenderedComponent<EmailPage> Open()
    {
        var page = Render<EmailPage>(parameters => parameters.AddCascadingValue(ViewerOf(World.Ada)));
        page.WaitForElement("[data-ledger]");
        return page;
    }
}
