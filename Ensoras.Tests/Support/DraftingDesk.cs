using Ensoras.Domain.Drafting;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Support;

/// <summary>A hosted desk whose drafts are written by a test's script.</summary>
public sealed class DraftingDesk : HostedDesk
{
    public ScriptedWriter Writer { get; } = new();

    /// <summary>A ticket on which Ensoras' draft waits for review.</summary>
    public async Task<Ticket> GivenDraftAsync(
        string draft = "It is on its way.",
        string question = "Where is my order?",
        params ToolCall[] calls)
    {
        Writer.Writes(draft, calls);
        var ticket = await GivenTicketAsync(question);
        await UntilAsync(ticket.Id, detail => detail.Thread.Any(message => message.IsPendingDraft));
        return ticket;
    }

    public Task CustomerWritesAsync(Ticket ticket, string text) =>
        Tickets.ChangeAsync(
            ticket.Id,
            new Actor(Sender.Customer, ticket.CustomerId, "Mira Lindqvist", null),
            (changed, stamp) =>
            {
                changed.CustomerWrote(stamp, text, null);
            },
            CancellationToken.None);

    public Task ChangeAsync(Ticket ticket, Domain.People.Agent by, Action<Ticket, Stamp> change) =>
        Tickets.ChangeAsync(ticket.Id, Actor.Of(by), change, CancellationToken.None);

    /// <summary>How long an approved or sent reply rests.</summary>
    public async Task SetGraceAsync(TimeSpan grace)
    {
        await using var db = await OpenDbAsync();
        await db.Projects.ExecuteUpdateAsync(set => set.SetProperty(project => project.GracePeriod, grace));
        Get<Domain.Live.LiveUpdates>().Publish(Domain.Live.LiveScope.Project(Project.Id));
    }

    public async Task<TicketSnapshot> DetailAsync(Ticket ticket) =>
        await Get<TicketReads>().ReadAsync(Project.Id, ticket.Id, CancellationToken.None)
        ?? throw new InvalidOperationException("There is no such ticket.");

    /// <summary>Follows the ticket as a screen does, until it is as expected.</summary>
    public async Task<TicketSnapshot> UntilAsync(Guid ticketId, Func<TicketSnapshot, bool> isSo)
    {
        var seen = new TaskCompletionSource<TicketSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Get<Domain.Live.LiveUpdates>()
            .Subscribe([Domain.Live.LiveScope.Ticket(ticketId)], LookAsync);
        await LookAsync();
        return await seen.Task.WaitAsync(TimeSpan.FromSeconds(20));

        async Task LookAsync()
        {
            var detail = await Get<TicketReads>().ReadAsync(Project.Id, ticketId, CancellationToken.None);
            if (detail is not null && isSo(detail))
            {
                seen.TrySetResult(detail);
            }
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureTestServices(services => services.AddSingleton<IDraftWriter>(Writer));
    }
}
