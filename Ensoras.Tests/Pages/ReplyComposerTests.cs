using Bunit;
using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Ensoras.Web.TicketDetail;
using Ensoras.Web.TicketDetail.Conversation;

namespace Ensoras.Tests.Pages;

/// <summary>
/// What the server does with what was typed; that the text stays in the browser is proved by the journeys.
/// </summary>
public sealed class ReplyComposerTests : PageTest
{
    private BunitJSModuleInterop script = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        script = JSInterop.SetupModule("./scripts/composer.js");
        script.Mode = JSRuntimeMode.Loose;
    }

    [Theory]
    [InlineData(-10, "A scheduled reply is at least one minute ahead. Choose a later time, or send it now.")]
    [InlineData((48 * 60) + 1, "A reply can be scheduled up to 48 hours ahead. Choose an earlier time.")]
    public async Task A_schedule_out_of_bounds_says_so_and_keeps_the_text(int minutesAhead, string sentence)
    {
        var ticket = await World.GivenTicketAsync();
        var composer = await OpenAsync(ticket.Id);
        Typed("See you", 1);
        script.Setup<DateTimeOffset?>("moment", _ => true).SetResult(World.Now.AddMinutes(minutesAhead));

        await composer.Find("[data-choice=picked]").ClickAsync();

        Assert.Equal(sentence, composer.Find("[role=alert].composer-refusal").TextContent);
        Assert.Empty(script.Invocations["clear"]);
        Assert.Single((await World.DetailAsync(ticket.Id)).Thread);
    }

    [Theory]
    [InlineData("hour", true)]
    [InlineData("tomorrow", false)]
    public async Task A_reply_is_scheduled_and_canceled_by_an_answer_unless_the_author_says_otherwise(
        string choice,
        bool cancels)
    {
        var ticket = await World.GivenTicketAsync();
        var composer = await OpenAsync(ticket.Id);
        Typed("See you", 1);
        script.Setup<DateTimeOffset?>("moment", _ => true).SetResult(World.Now.AddHours(1));
        if (!cancels)
        {
            composer.Find("[data-schedule] input[type=checkbox]").Change(false);
        }

        await composer.Find($"[data-choice={choice}]").ClickAsync();

        var scheduled = (await World.DetailAsync(ticket.Id)).Thread[^1];
        Assert.Equal(
            (MessageStatus.Scheduled, World.Now.AddHours(1), cancels),
            (scheduled.Status, scheduled.DueAt, scheduled.CancelIfCustomerReplies));
        Assert.Equal("See you", script.Invocations["clear"].Single().Arguments[1]);
    }

    [Fact]
    public async Task A_note_reaches_the_team_only()
    {
        var ticket = await World.GivenTicketAsync();
        var composer = await OpenAsync(ticket.Id);
        Typed("Be kind", 1);

        await composer.Find("[data-key=n]").ClickAsync();
        Assert.Equal(
            "Note for the team; the customer never sees it",
            composer.Find("textarea").GetAttribute("placeholder"));
        Assert.Empty(composer.FindAll("[data-schedule]"));
        await composer.Find("[data-send]").ClickAsync();

        var note = (await World.DetailAsync(ticket.Id)).Thread[^1];
        Assert.True(note.IsNote);
        Assert.Null(note.ShownNumber);
        Assert.Equal(TicketStatus.AwaitingEnsoras, (await World.DetailAsync(ticket.Id)).Ticket.Status);
    }

    [Fact]
    public async Task A_note_that_was_kept_stays_a_note_through_a_reload_and_a_reopening()
    {
        var ticket = await World.GivenTicketAsync();
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.Close(stamp));
        var composer = await OpenAsync(ticket.Id);
        Typed("Was rude on the phone", 1, isNote: true);
        await composer.InvokeAsync(() => composer.Instance.Keep(true));
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.Reopen(stamp));
        var reopened = await World.DetailAsync(ticket.Id);
        composer.Render(parameters => parameters.Add(shown => shown.Detail, reopened));

        Assert.Equal("note", composer.Find("reply-composer").GetAttribute("data-mode"));
        await composer.Find("[data-send]").ClickAsync();
        Assert.True((await World.DetailAsync(ticket.Id)).Thread[^1].IsNote);

        // The text was read before the element had said what it is: nothing goes out that looked like something else.
        Typed("Still rude", 1, isNote: true);
        await composer.InvokeAsync(() => composer.Instance.Keep(null));
        await composer.Find("[data-send]").ClickAsync();
        Assert.Equal(
            "This was written as a note for the team. Press again to add it as one.",
            composer.Find(".composer-refusal").TextContent);
        await composer.Find("[data-send]").ClickAsync();
        Assert.All(
            (await World.DetailAsync(ticket.Id)).Thread.Where(message => message.Sender is Sender.Agent),
            note => Assert.True(note.IsNote));
    }

    [Fact]
    public async Task A_reply_does_not_become_a_note_when_the_ticket_closes_under_it()
    {
        var ticket = await World.GivenTicketAsync();
        var composer = await OpenAsync(ticket.Id);
        Typed("We send a new one", 1, isNote: false);
        await composer.InvokeAsync(() => composer.Instance.Keep(false));
        await World.ChangeAsync(ticket.Id, World.Lena, (changed, stamp) => changed.Close(stamp));
        var closed = await World.DetailAsync(ticket.Id);
        composer.Render(parameters => parameters.Add(shown => shown.Detail, closed));

        Assert.Contains(
            "Reopen it to send your reply",
            composer.Find(".composer-closed").TextContent,
            StringComparison.Ordinal);
        await composer.Find("[data-send]").ClickAsync();
        Assert.Equal("This ticket is closed. Reopen it first.", composer.Find(".composer-refusal").TextContent);
        Assert.DoesNotContain((await World.DetailAsync(ticket.Id)).Thread, message => message.Sender is Sender.Agent);

        // Its author may make it a note.
        await composer.Find("[data-key=n]").ClickAsync();
        Assert.Equal(true, script.Invocations["setNote"].Single().Arguments[1]);
        Typed("We send a new one", 1, isNote: true);
        await composer.Find("[data-send]").ClickAsync();
        Assert.True((await World.DetailAsync(ticket.Id)).Thread[^1].IsNote);
    }

    [Fact]
    public async Task A_reply_over_an_older_conversation_is_held_until_its_author_decides()
    {
        var ticket = await World.GivenTicketAsync();
        await World.CustomerWritesAsync(ticket.Id, "One more thing");
        await World.CustomerWritesAsync(ticket.Id, "And another");
        var composer = await OpenAsync(ticket.Id);
        Typed("My answer", 1);

        await composer.Find("[data-send]").ClickAsync();
        Assert.Contains(
            "2 new messages since you began.",
            composer.Find(".held").TextContent,
            StringComparison.Ordinal);
        await composer.Find("[data-look]").ClickAsync();
        Assert.Single(script.Invocations["caughtUp"]);
        Assert.Empty(composer.FindAll(".held"));

        await composer.Find("[data-send]").ClickAsync();
        await composer.FindAll(".held button")[0].ClickAsync();
        Assert.Equal("My answer", (await World.DetailAsync(ticket.Id)).Thread[^1].Body);
    }

    [Fact]
    public async Task A_sent_reply_offers_undo_for_as_long_as_the_project_says_and_gives_the_text_back()
    {
        var ticket = await World.GivenTicketAsync();
        var commands = CommandsOf(ticket.Id, World.Jonas);
        commands.Grace = TimeSpan.FromSeconds(10);
        var composer = await OpenAsync(ticket.Id, commands);
        Typed("Too soon", 1);
        await composer.Find("[data-send]").ClickAsync();

        var toasts = Render<ToastList>();
        Assert.Contains("Reply queued.", toasts.Markup, StringComparison.Ordinal);
        await Button(toasts, "Undo send").ClickAsync();

        Assert.Equal("Too soon", script.Invocations["giveBack"].Single().Arguments[1]);
        Assert.Equal(Rejection.Undone, (await World.DetailAsync(ticket.Id)).Thread[^1].Rejection);
    }

    [Fact]
    public async Task A_preview_shows_what_is_typed_as_the_customer_will_see_it()
    {
        var composer = await OpenAsync((await World.GivenTicketAsync()).Id);
        Typed("It is **here**", 1);

        await composer.Find("[aria-label=Preview]").ClickAsync();

        Assert.Equal("here", composer.Find(".markdown strong").TextContent);
        Assert.True(composer.Find("textarea").HasAttribute("hidden"));
    }

    [Fact]
    public async Task The_magic_wand_asks_for_a_draft_and_is_there_only_without_one()
    {
        var ticket = await World.GivenTicketAsync();
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.TakeOwnership(stamp));
        var composer = await OpenAsync(ticket.Id);

        await composer.Find("[data-key=w]").ClickAsync();

        var asked = await World.DetailAsync(ticket.Id);
        Assert.True(asked.Ticket.IsPreparing);
        composer.Render(parameters => parameters.Add(shown => shown.Detail, asked));
        Assert.Empty(composer.FindAll("[data-key=w]"));
    }

    [Fact]
    public async Task Others_see_that_somebody_is_replying_and_the_visitor_sees_dots_for_a_reply_only()
    {
        var ticket = await World.GivenTicketAsync();
        var composer = await OpenAsync(ticket.Id);
        var presence = World.Get<Presence>();

        await composer.Find("[data-key=n]").ClickAsync();
        composer.Instance.Composing();
        Assert.Equal([Activity.Replying], presence.On(ticket.Id).Select(present => present.Activity));
        await composer.Find("[data-key=n]").ClickAsync();
        composer.Instance.Composing();
        Assert.Equal(
            [Activity.Replying, Activity.Typing],
            presence.On(ticket.Id).Select(present => present.Activity).Order());

        World.Time.Advance(Presence.Lifetime(Activity.Replying));
        Assert.Empty(presence.On(ticket.Id));
    }

    private void Typed(string text, int beganAfter, bool? isNote = null) =>
        script
            .Setup<Composed>("compose", _ => true)
            .SetResult(new Composed(text, Guid.CreateVersion7(), new Seen(beganAfter, beganAfter), IsNote: isNote));

    private async Task<IRenderedComponent<ReplyComposer>> OpenAsync(Guid ticketId, TicketCommands? commands = null)
    {
        var detail = await World.DetailAsync(ticketId);
        return Render<ReplyComposer>(parameters => parameters
            .AddCascadingValue(ViewerOf(World.Jonas))
            .AddCascadingValue(commands ?? CommandsOf(ticketId, World.Jonas))
            .Add(shown => shown.Detail, detail));
    }
}
