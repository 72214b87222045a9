using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Tickets;

/// <summary>A filter survives the way into an address and back.</summary>
public sealed class TicketFilterTests
{
    private static readonly Guid Me = Guid.CreateVersion7();

    [Fact]
    public void Any_filter_reads_back_as_it_was_written()
    {
        var chance = new Random(3);
        for (var round = 0; round < 2_000; round++)
        {
            var filter = new TicketFilter
            {
                Channel = Some<Channel>(chance),
                Status = Some<TicketStatus>(chance),
                Priority = Some<TicketPriority>(chance),
                Type = Some<TicketType>(chance),
                AssignedTo = chance.Next(3) switch
                {
                    0 => null,
                    1 => AssignedTo.Nobody,
                    _ => new AssignedTo(Guid.CreateVersion7()),
                },
                TeamId = chance.Next(2) == 0 ? null : Guid.CreateVersion7(),
                Customer = chance.Next(2) == 0 ? null : new OfCustomer(Guid.CreateVersion7(), chance.Next(2) == 0),
                Sort = Some<TicketSort>(chance),
                Descending = chance.Next(2) == 0,
            };

            Assert.Equal(filter, Read(filter.ToQuery()));
            Assert.Equal(filter.ToQuery(), Read(filter.ToQuery()).ToQuery());
            Assert.Equal(filter.ToQuery(), Uri.UnescapeDataString(filter.ToQuery()));
        }
    }

    [Fact]
    public void No_filter_is_no_query()
    {
        Assert.Equal("", new TicketFilter().ToQuery());
        Assert.True(Read("").IsEmpty);
        Assert.True(Read("sort=Created&desc=1").IsEmpty);
        Assert.False(Read("status=Closed").IsEmpty);
        Assert.False(Read("assigned=nobody").IsEmpty);
    }

    [Theory]
    [InlineData("status=Open")]
    [InlineData("status=99")]
    [InlineData("status=")]
    [InlineData("channel=Fax")]
    [InlineData("assigned=everybody")]
    [InlineData("team=7")]
    [InlineData("customer=mira.open")]
    [InlineData("colour=red")]
    [InlineData("desc=yes")]
    public void What_it_does_not_understand_is_left_out(string query) => Assert.Equal(new TicketFilter(), Read(query));

    [Fact]
    public void Me_is_who_asks_and_case_does_not_matter()
    {
        Assert.Equal(new AssignedTo(Me), Read("assigned=me").AssignedTo);
        Assert.Equal(TicketStatus.AwaitingAgent, Read("status=awaitingagent").Status);
    }

    private static TicketFilter Read(string query) =>
        TicketFilter.FromQuery(
            query
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], pair[1])),
            Me);

    private static T? Some<T>(Random chance)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        var index = chance.Next(values.Length + 1);
        return index == values.Length ? null : values[index];
    }
}
