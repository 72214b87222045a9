using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.TicketLists;

namespace Ensoras.Tests.Pages;

public class BulkBarTests : ListPages
{
    private readonly List<BulkChange> _chosen = [];

    [Fact]
    public void The_Inbox_offers_to_approve_and_to_close()
    {
        var bar = Bar(Selected(3), inInbox: true);

        Assert.Equal("3 selected", bar.Find("strong").TextContent);
        Assert.Equal(["Approve Pending", "Close Selected", ""], Buttons(bar));
        Button(bar, "Approve Pending").Click();
        Button(bar, "Close Selected").Click();
        Assert.Equal([BulkChange.Approve, BulkChange.Close], _chosen);
    }

    [Fact]
    public async Task Tickets_offers_to_reopen_regenerate_assign_prioritise_and_tag_too()
    {
        await GivenTeamAsync("Returns");
        var bar = Bar(Selected(3), inInbox: false);

        await Button(bar, "Approve Pending Replies").ClickAsync(new());
        await Button(bar, "Regenerate Pending Replies").ClickAsync(new());
        await Button(bar, "Close Selected").ClickAsync(new());
        await Button(bar, "Reopen Selected").ClickAsync(new());
        Assert.Equal([BulkChange.Approve, BulkChange.Regenerate, BulkChange.Close, BulkChange.Reopen], _chosen);

        foreach (var who in new[] { World.Jonas.Name, "Team Returns", "Nobody" })
        {
            await ChooseAsync(bar, "Assign to", who);
            await Button(bar, "Assign").ClickAsync(new());
        }

        await ChooseAsync(bar, "Set priority", "Urgent");
        await Button(bar, "Apply").ClickAsync(new());
        await bar.Find("#bulk-tag").ChangeAsync("Late Parcel");
        await Button(bar, "Add tag").ClickAsync(new());
        await Button(bar, "Remove tag").ClickAsync(new());
        Assert.Equal(
            [
                "assigned to Jonas Agent",
                "assigned to Returns",
                "assigned to nobody",
                "set to Urgent",
                "tagged late-parcel",
                "no longer tagged late-parcel",
            ],
            _chosen.Skip(4).Select(change => change.Done.ToString()));
    }

    [Fact]
    public async Task Choosing_in_a_list_changes_nothing_until_its_button_is_pressed()
    {
        var bar = Bar(Selected(3), inInbox: false);
        Assert.True(Button(bar, "Assign").HasAttribute("disabled"));
        Assert.True(Button(bar, "Apply").HasAttribute("disabled"));

        await ChooseAsync(bar, "Assign to", "Nobody");
        await ChooseAsync(bar, "Set priority", "Low");
        await ChooseAsync(bar, "Set priority", "Critical");

        Assert.Empty(_chosen);
        Button(bar, "Apply").Click();
        Assert.Equal("set to Critical", _chosen.Single().Done.ToString());
    }

    [Fact]
    public async Task A_tag_of_no_letters_is_refused_with_a_sentence_and_nothing_begins()
    {
        var bar = Bar(Selected(1), inInbox: false);

        await bar.Find("#bulk-tag").ChangeAsync("#");
        await Button(bar, "Add tag").ClickAsync(new());

        bar.WaitForAssertion(() =>
            Assert.Equal("A tag needs at least one letter.", bar.Find("[role=alert]").TextContent));
        Assert.Empty(_chosen);
    }

    [Theory]
    [InlineData(1_204, "Select all 1,204 that match")]
    [InlineData(5_000, "Select the first 5,000 that match")]
    public void Everything_that_matches_can_be_selected(int total, string words)
    {
        var asked = 0;
        var bar = RenderFor<BulkBar>(
            World.Lena,
            parameters =>
                parameters
                    .Add(shown => shown.Selection, Selected(50))
                    .Add(shown => shown.Total, total)
                    .Add(shown => shown.CanTakeAll, true)
                    .Add(shown => shown.AllMatching, () => asked++)
                    .Add(shown => shown.InInbox, true));

        Button(bar, words).Click();

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Closing_asks_first_and_says_how_many()
    {
        var question = Question();

        await question.InvokeAsync(() => question.Instance.AskAsync(BulkChange.Close, Selected(12).Tickets));
        Assert.Equal("Close 12 tickets?", Dialogs.Find("h2").TextContent);
        Assert.Equal(["Keep open", "Close 12 tickets"], Buttons(Dialogs));
        Assert.Empty(World.Get<BulkRuns>().Of(World.Lena.Id));
        await Button(Dialogs, "Keep open").ClickAsync(new());
        Assert.Empty(question.FindComponents<ConfirmDialog>());

        await question.InvokeAsync(() =>
            question.Instance.AskAsync(BulkChange.Close, Selected(1).Tickets, "#7 “Where is my order?”"));
        Assert.Equal("Close #7 “Where is my order?”?", Dialogs.Find("h2").TextContent);
        await Button(Dialogs, "Close 1 ticket").ClickAsync(new());
        Assert.Single(World.Get<BulkRuns>().Of(World.Lena.Id));
    }

    [Fact]
    public async Task Approving_many_asks_and_approving_a_few_does_not()
    {
        var question = Question();

        await question.InvokeAsync(() => question.Instance.AskAsync(BulkChange.Approve, Selected(51).Tickets));
        Assert.Equal("Approve the drafts of 51 tickets?", Dialogs.Find("h2").TextContent);
        await Button(Dialogs, "Cancel").ClickAsync(new());
        await question.InvokeAsync(() => question.Instance.AskAsync(BulkChange.Approve, Selected(50).Tickets));

        Assert.Empty(question.FindComponents<ConfirmDialog>());
        Assert.Equal(50, World.Get<BulkRuns>().Of(World.Lena.Id).Single().Total);
    }

    [Fact]
    public async Task Whatever_is_done_to_more_than_fifty_is_asked_with_what_and_how_many()
    {
        var question = Question();
        foreach (var (change, words) in new[]
        {
            (BulkChange.AssignTo(null, "nobody"), "Assign 51 tickets to nobody?"),
            (BulkChange.SetPriority(TicketPriority.Low), "Set 51 tickets to Low?"),
            (BulkChange.AddTag("Late"), "Tag 51 tickets late?"),
            (BulkChange.RemoveTag("Late"), "Remove the tag late from 51 tickets?"),
            (BulkChange.Reopen, "Reopen 51 tickets?"),
            (BulkChange.Regenerate, "Regenerate the drafts of 51 tickets?"),
        })
        {
            await question.InvokeAsync(() => question.Instance.AskAsync(change, Selected(51).Tickets));
            Assert.Equal(words, Dialogs.Find("h2").TextContent);
            await Button(Dialogs, "Cancel").ClickAsync(new());
        }

        Assert.Empty(World.Get<BulkRuns>().Of(World.Lena.Id));
    }

    private Selection Selected(int count)
    {
        var selection = new Selection(World.Time);
        selection.Set(Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()), true);
        return selection;
    }

    private IRenderedComponent<BulkQuestion> Question() => RenderFor<BulkQuestion>(World.Lena, _ => { });

    private IRenderedComponent<BulkBar> Bar(Selection selection, bool inInbox)
    {
        var bar = RenderFor<BulkBar>(
            World.Lena,
            parameters =>
                parameters
                    .Add(shown => shown.Selection, selection)
                    .Add(shown => shown.InInbox, inInbox)
                    .Add(shown => shown.Chosen, _chosen.Add));
        if (!inInbox)
        {
            Button(bar, "More").Click();
            bar.WaitForElement("#filter-assign-to", TimeSpan.FromSeconds(20));
        }

        return bar;
    }
}
