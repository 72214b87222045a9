using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>Thanks for a ticket that is done are no new work.</summary>
public sealed class CourtesyTests
{
    [Theory]
    [InlineData("Thanks!")]
    [InlineData("thank you so much 🙏")]
    [InlineData("👍")]
    [InlineData("👍🏽")]
    [InlineData("❤️")]
    [InlineData("Great, thanks a lot for your help! Have a nice day :)")]
    [InlineData("Thaaaanks!!!")]
    [InlineData("ok")]
    [InlineData("OK, got it. Cheers")]
    [InlineData("Vielen Dank für die schnelle Hilfe")]
    [InlineData("Danke, schönes Wochenende!")]
    [InlineData("merci beaucoup")]
    [InlineData("¡Muchas gracias!")]
    [InlineData("谢谢！")]
    [InlineData("ありがとうございます。")]
    [InlineData("Спасибо большое")]
    [InlineData("That’s perfect, thank you")]
    public void Says_thanks_and_no_more(string text) => Assert.True(Courtesy.IsAll(text));

    [Theory]
    [InlineData("Thanks, but it still doesn't work")]
    [InlineData("Thanks. When will it arrive?")]
    [InlineData("ok?")]
    [InlineData("no")]
    [InlineData("No thanks, I want my money back")]
    [InlineData("Thanks for nothing")]
    [InlineData("not great")]
    [InlineData("👎")]
    [InlineData("Thanks 😡")]
    [InlineData(":(")]
    [InlineData("2")]
    [InlineData("so")]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("Great, and my second order 1042")]
    [InlineData("Danke, aber das Paket ist kaputt")]
    public void Says_something_that_somebody_has_to_read(string text) => Assert.False(Courtesy.IsAll(text));

    [Theory]
    [InlineData(Closed)]
    [InlineData(Resolved)]
    public void It_is_noted_on_the_ticket_and_makes_no_work(TicketStatus status)
    {
        var ticket = TicketSteps.Opened().Led(status);
        ticket.MarkRead(Cast.Jonas.At(TicketSteps.Morning));
        var later = TicketSteps.Morning.AddHours(2);
        var scheduled =
            status is Resolved ? ticket.Schedule(Cast.Jonas.At(later), "Did it help?", later.AddHours(1), true) : null;

        var message = ticket.CustomerThanked(Cast.Customer.At(later), "Thanks!", "a1");

        Assert.Equal(
            (status, false, null, false),
            (ticket.Status, ticket.IsUnread, ticket.InboxRank, ticket.IsPreparing));
        Assert.Equal((MessageStatus.Received, "Thanks!", "a1"), (message.Status, message.Body, message.ExternalId));
        Assert.NotNull(message.ShownNumber);
        Assert.Equal(scheduled is null ? null : Rejection.Cancelled, scheduled?.Rejection);
    }
}
