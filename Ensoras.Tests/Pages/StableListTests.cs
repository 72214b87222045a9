using Ensoras.Domain.Tickets;
using Ensoras.Web.TicketLists;

namespace Ensoras.Tests.Pages;

public class StableListTests : ListPages
{
    private readonly TicketRow _first = Row("First");
    private readonly TicketRow _second = Row("Second");
    private readonly StableList _rows = new();

    [Fact]
    public void Under_the_pointer_every_row_stays_where_it_is_and_shows_what_is_true_now()
    {
        _rows.Start([_first, _second]);

        _rows.Follow([Row("Urgent"), _second with { MessageCount = 9 }], ReorderLock.Everything);

        Assert.Equal(["First", "Second"], _rows.Shown.Select(row => row.Ticket.Title));
        Assert.True(_rows.Shown[0].IsGone);
        Assert.Equal(9, _rows.Shown[1].Ticket.MessageCount);
        Assert.Equal(1, _rows.Waiting);
        _rows.Release();
        Assert.Equal(["Urgent", "Second"], _rows.Shown.Select(row => row.Ticket.Title));
        Assert.Equal(0, _rows.Waiting);
    }

    [Fact]
    public void What_arrives_above_is_announced_unless_the_list_is_at_its_top()
    {
        _rows.Start([_first, _second]);
        TicketRow[] now = [Row("New 1"), Row("New 2"), Row("New 3"), _first, _second, Row("Below")];

        _rows.Follow(now, ReorderLock.Arrivals);
        Assert.Equal(["First", "Second", "Below"], _rows.Shown.Select(row => row.Ticket.Title));
        Assert.Equal(3, _rows.Waiting);

        _rows.Follow(now, ReorderLock.Nothing);
        Assert.Equal(6, _rows.Shown.Count);
        Assert.Equal(0, _rows.Waiting);
    }

    [Fact]
    public void A_row_that_moves_up_from_the_next_page_is_no_arrival()
    {
        _rows.Start([_first, _second]);

        _rows.Follow([_second, Row("From the next page")], ReorderLock.Everything);
        Assert.Equal(0, _rows.Waiting);

        _rows.Follow([Row("New"), _second, Row("From the next page")], ReorderLock.Everything);
        Assert.Equal(1, _rows.Waiting);
    }

    [Fact]
    public void What_a_search_finds_again_stands_behind_what_it_follows_and_the_rest_keeps_its_place()
    {
        var (third, best, late) = (Row("Third"), Row("Best"), Row("Late"));
        var before = new TicketListPage([_first, _second, third], null, 3);
        var now = new TicketListPage([best, third with { MessageCount = 9 }, late, _first], null, 4);

        var page = now.InPlacesOf(before);

        Assert.Equal(["Best", "First", "Third", "Late"], page.Rows.Select(row => row.Title));
        Assert.Equal((9, 4), (page.Rows[2].MessageCount, page.Total));
    }
}
