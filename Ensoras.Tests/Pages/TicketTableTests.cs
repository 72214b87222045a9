using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Web.TicketLists;

namespace Ensoras.Tests.Pages;

public class TicketTableTests : ListPages
{
    private readonly List<TicketFilter> _sorted = [];

    [Fact]
    public void Seven_columns_of_which_every_one_sorts_the_Inbox()
    {
        var table = Table(new TicketFilter(), inInbox: true);

        Assert.Equal(
            ["Ticket", "Status", "Priority", "Messages", "Assigned", "Last Message", "Created"],
            table.FindAll("th").Select(header => header.TextContent.Trim()));
        Assert.Equal(7, table.FindAll("th button").Count);
        Assert.Equal("ascending", table.Find("th.status").GetAttribute("aria-sort"));
    }

    [Fact]
    public void Tickets_sorts_by_the_columns_that_an_index_answers()
    {
        var table = Table(new TicketFilter(), inInbox: false);

        Assert.Equal(
            ["Status", "Priority", "Last Message", "Created"],
            table.FindAll("th button").Select(header => header.TextContent));
        Assert.Equal("descending", table.Find("th.last-message").GetAttribute("aria-sort"));
    }

    [Fact]
    public void A_header_sorts_then_turns_round_then_lets_go()
    {
        var filter = new TicketFilter { Channel = Channel.Email };
        foreach (
            var expected in new[]
            {
                filter with
                {
                    Sort = TicketSort.Priority,
                    Descending = true,
                },
                filter with
                {
                    Sort = TicketSort.Priority,
                },
                filter,
            })
        {
            Table(_sorted.LastOrDefault(filter), inInbox: true).Find("th.priority button").Click();
            Assert.Equal(expected, _sorted[^1]);
        }
    }

    [Fact]
    public void People_who_may_not_change_many_are_offered_no_boxes() =>
        Assert.Empty(Table(new TicketFilter(), inInbox: true).FindAll("input[type=checkbox]"));

    [Fact]
    public void Boxes_select_one_row_a_range_and_the_whole_page()
    {
        var rows = Enumerable.Range(0, 5).Select(_ => new ShownRow(Row())).ToList();
        var selection = new Selection(World.Time);
        var ticks = new List<(Guid TicketId, bool IsRange)>();
        var pages = new List<bool>();
        var table = Render<TicketTable>(parameters =>
            parameters
                .Add(shown => shown.Rows, rows)
                .Add(shown => shown.Filter, new TicketFilter())
                .Add(shown => shown.Replying, _ => null)
                .Add(shown => shown.Selection, selection)
                .Add(shown => shown.RowSelected, ticks.Add)
                .Add(shown => shown.PageSelected, pages.Add));

        table.FindAll("tbody input")[1].Click();
        table
            .FindAll("tbody input")[3]
            .Click(new Microsoft.AspNetCore.Components.Web.MouseEventArgs { ShiftKey = true });
        table.Find("thead input").Click();

        Assert.Equal([(rows[1].Ticket.Id, false), (rows[3].Ticket.Id, true)], ticks);
        Assert.Equal([true], pages);
        selection.Toggle(rows, ticks[0].TicketId, isRange: false);
        selection.Toggle(rows, ticks[1].TicketId, isRange: true);
        Assert.Equal([false, true, true, true, false], rows.Select(row => selection.Has(row.Ticket.Id)));
        selection.Toggle(rows, rows[2].Ticket.Id, isRange: false);
        Assert.Equal(2, selection.Count);
    }

    private IRenderedComponent<TicketTable> Table(TicketFilter filter, bool inInbox) =>
        Render<TicketTable>(parameters =>
            parameters
                .Add(table => table.Rows, [new ShownRow(Row())])
                .Add(table => table.Filter, filter)
                .Add(table => table.InInbox, inInbox)
                .Add(table => table.Replying, _ => null)
                .Add(table => table.Sorted, _sorted.Add));
}
