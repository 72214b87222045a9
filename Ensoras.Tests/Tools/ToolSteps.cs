using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Tools;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Tools;

/// <summary>A desk with tools, and the steps of a reviewer who runs them.</summary>
internal static class ToolSteps
{
    public static ToolCall Call(string name, string arguments = "{}") => new(name, arguments, TicketSteps.Morning);

    public static Task<World> DeskAsync(Engine engine, params ScriptedTool[] tools) =>
        World.CreateAsync(
            engine,
            services =>
            {
                foreach (var tool in tools)
                {
                    services.AddSingleton<IToolSource>(tool);
                }
            });

    public static async Task<Guid> ProposedAsync(World world, string text, params ToolCall[] calls)
    {
        world.Writer.Writes(text, calls);
        var ticket = await world.GivenTicketAsync();
        await world.SweepAsync(Sweep.Drafts);
        return ticket.Id;
    }

    public static Task ClickAsync(World world, Guid ticketId) =>
        world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.RunAll(stamp, ticket.Pending().Id));

    public static async Task RunAllAsync(World world, Guid ticketId)
    {
        await ClickAsync(world, ticketId);
        await world.SweepAsync(Sweep.Tools);
    }

    public static async Task<Message> PendingAsync(World world, Guid ticketId) =>
        (await world.DetailAsync(ticketId)).Thread.Single(message => message.IsPendingDraft);
}
