using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.TicketDetail.Conversation;

namespace Ensoras.Tests.Pages;

public sealed class AttachmentsOnTheTicketPageTests : PageTest
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public void A_picture_is_shown_lazily_and_opens_in_a_new_tab_and_any_other_file_is_a_card_with_name_and_size()
    {
        var (picture, text) = (
            new AttachedFile(Guid.CreateVersion7(), "damage.png", "image/png", 2048, true),
            new AttachedFile(Guid.CreateVersion7(), "<b>log</b>.txt", "text/plain", 3_500_000, false));

        var list = Render<AttachmentList>(parameters => parameters.Add(shown => shown.Files, [picture, text]));

        var image = list.Find("a[target=_blank] > img");
        Assert.Equal(
            ("damage.png", "lazy", $"/api/v1/attachments/{picture.Id}"),
            (image.GetAttribute("alt"), image.GetAttribute("loading"), image.GetAttribute("src")));
        var card = list.Find("a.attachment");
        Assert.Equal(
            ("<b>log</b>.txt", "3.3 MB", $"/api/v1/attachments/{text.Id}"),
            (
                card.QuerySelector(".name")!.TextContent,
                card.QuerySelector(".size")!.TextContent,
                card.GetAttribute("href")));
        Assert.True(card.HasAttribute("download"));
    }

    [Fact]
    public async Task What_the_composer_has_attached_is_sent_without_a_word_and_its_message_shows_it()
    {
        var ticket = await World.GivenTicketAsync();
        var file = await ReceiveAsync(ticket.Id, "damage.png");
        var composer = GivenComposer(
            new Composed(
                "",
                Guid.CreateVersion7(),
                new Seen(1, 1),
                [new ComposedFile(file, "damage.png", Png.Length, true)]));
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        Assert.Equal(
            $"/api/v1/tickets/{ticket.Number}/attachments",
            page.Find("attachment-tray").GetAttribute("upload"));
        Assert.NotNull(page.Find("[data-attach][aria-label='Attach files']"));

        await page.Find("[data-send]").ClickAsync();

        await EventuallyAsync(
            page,
            () =>
                Assert.Equal(
                    $"/api/v1/attachments/{file}",
                    page.Find(".message[data-sender=Agent] .attachments img").GetAttribute("src")));
        Assert.Empty(page.FindAll(".message[data-sender=Agent] .bubble-text"));
        Assert.Equal(file, Assert.Single((IEnumerable<Guid>)composer.VerifyInvoke("clear").Arguments[2]!));
    }

    [Fact]
    public async Task While_a_file_is_on_its_way_nothing_is_sent_and_a_refused_file_keeps_the_text()
    {
        var ticket = await World.GivenTicketAsync();
        var composer = GivenComposer(
            new Composed("Look", Guid.CreateVersion7(), new Seen(1, 1), [], IsUploading: true));
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        await page.Find("[data-send]").ClickAsync();
        await EventuallyAsync(
            page,
            () =>
                Assert.StartsWith(
                    "A file is still uploading.",
                    page.Find(".composer-refusal").TextContent,
                    StringComparison.Ordinal));

        composer
            .Setup<Composed>("compose", _ => true)
            .SetResult(
                new Composed(
                    "Look",
                    Guid.CreateVersion7(),
                    new Seen(1, 1),
                    [new ComposedFile(Guid.CreateVersion7(), "gone.png", 11, true)]));
        await page.Find("[data-send]").ClickAsync();

        await EventuallyAsync(
            page,
            () =>
                Assert.StartsWith(
                    "An attached file is no longer there",
                    page.Find(".composer-refusal").TextContent,
                    StringComparison.Ordinal));
        Assert.Single((await World.DetailAsync(ticket.Id)).Thread);
        composer.VerifyNotInvoke("clear");
    }

    [Fact]
    public async Task A_reply_that_is_canceled_gives_its_text_and_its_files_back_to_the_composer()
    {
        var ticket = await World.GivenTicketAsync();
        var file = await ReceiveAsync(ticket.Id, "damage.png");
        await World.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(World.Jonas),
            [file],
            (changed, stamp) => changed.Schedule(stamp, "Too soon", stamp.At.AddHours(1), true, null, [file]),
            CancellationToken.None);
        var composer = GivenComposer(new Composed("", Guid.CreateVersion7(), new Seen(1, 1)));
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        Assert.NotNull(page.Find(".bubble[data-status=Scheduled] .attachments img"));

        await Button(page, "Cancel").ClickAsync();

        await EventuallyAsync(page, () => Assert.Empty(page.FindAll(".bubble[data-status=Scheduled]")));
        var given = composer.VerifyInvoke("giveBack").Arguments;
        Assert.Equal(("Too soon", file), (given[1], Assert.Single((IEnumerable<AttachedFile>)given[2]!).Id));
    }

    [Fact]
    public async Task A_reply_that_was_canceled_because_the_customer_wrote_first_can_be_used_again_by_its_author()
    {
        var ticket = await World.GivenTicketAsync();
        var file = await ReceiveAsync(ticket.Id, "damage.png");
        await World.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(World.Jonas),
            [file],
            (changed, stamp) => changed.Schedule(stamp, "Did it come?", stamp.At.AddHours(1), true, null, [file]),
            CancellationToken.None);
        await World.CustomerWritesAsync(ticket.Id, "It came");
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) =>
        {
            // So many that the canceled one is no longer among the newest.
            for (var note = 0; note < 20; note++)
            {
                changed.WriteNote(stamp, "Note");
            }
        });
        var composer = GivenComposer(new Composed("", Guid.CreateVersion7(), new Seen(1, 1)));
        Assert.DoesNotContain("Use this text again", Buttons(await OpenTicketAsync(ticket.Id, World.Rosa)));
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        Assert.Equal("The customer replied first.", page.Find(".rejected > summary").TextContent);

        await Button(page, "Use this text again").ClickAsync();

        await EventuallyAsync(page, () => Assert.Empty(page.FindAll(".rejected .attachments")));
        var given = composer.VerifyInvoke("giveBack").Arguments;
        Assert.Equal(("Did it come?", file), (given[1], Assert.Single((IEnumerable<AttachedFile>)given[2]!).Id));
        await World.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(World.Jonas),
            [file],
            (changed, stamp) => changed.Reply(stamp, "Glad it came", TimeSpan.Zero, null, [file]),
            CancellationToken.None);
    }

    private async Task<Guid> ReceiveAsync(Guid ticketId, string name) =>
        (
            await World
                .Get<AttachmentStore>()
                .ReceiveAsync(
                    new NewAttachment(ticketId, World.Jonas.Id, name, null),
                    new MemoryStream(Png),
                    CancellationToken.None)).Id;

    private BunitJSModuleInterop GivenComposer(Composed composed)
    {
        var module = JSInterop.SetupModule("./scripts/composer.js");
        module.Mode = JSRuntimeMode.Loose;
        module.Setup<Composed>("compose", _ => true).SetResult(composed);
        return module;
    }
}
