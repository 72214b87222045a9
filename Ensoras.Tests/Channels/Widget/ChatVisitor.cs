using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Channels.Widget;

/// <summary>Somebody with the chat open, as the endpoints see them: a token, looked up at every step.</summary>
internal sealed class ChatVisitor(World world, string token)
{
    public string Token { get; private set; } = token;

    private WidgetSessions Sessions => world.Get<WidgetSessions>();

    public static async Task<ChatVisitor> ArriveAsync(
        World world,
        WidgetVisitor? visitor = null,
        WidgetPage? page = null) =>
        new(
            world,
            (
                await world
                    .Get<WidgetSessions>()
                    .StartAsync(world.Project, visitor ?? new WidgetVisitor(), page, null, CancellationToken.None)).Token);

    public async Task RenewAsync(WidgetVisitor? visitor = null) =>
        Token = (
            await Sessions.StartAsync(
                world.Project,
                visitor ?? new WidgetVisitor(),
                null,
                await VisitAsync(),
                CancellationToken.None)).Token;

    public async Task<AuthenticatedSession> VisitAsync() =>
        (await Sessions.AuthenticateAsync(Token, CancellationToken.None))!;

    public async Task<WidgetReceipt?> WriteAsync(string text, string clientId) =>
        await WriteAsync(await VisitAsync(), text, clientId);

    public Task<WidgetReceipt?> WriteAsync(AuthenticatedSession visit, string text, string clientId) =>
        world.Get<WidgetConversation>().WriteAsync(visit, clientId, text, [], CancellationToken.None);

    public async Task IntroduceAsync(WidgetVisitor visitor) =>
        await world.Get<VisitorIntroductions>().IntroduceAsync(await VisitAsync(), visitor, CancellationToken.None);

    public async Task<DateTimeOffset?> OfferAsync(WidgetVisitor visitor) =>
        await world.Get<ConversationTakeover>().OfferAsync(await VisitAsync(), visitor, CancellationToken.None);

    public async Task<bool> TakeOverAsync(WidgetVisitor visitor) =>
        await world.Get<ConversationTakeover>().TakeOverAsync(await VisitAsync(), visitor, CancellationToken.None);

    public async Task CloseAsync() => await Sessions.CloseAsync(await VisitAsync(), CancellationToken.None);

    public async Task<TicketSnapshot> DetailAsync() => await world.DetailAsync((await VisitAsync()).TicketId!.Value);
}
