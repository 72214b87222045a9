using Ensoras.Domain.Projects;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Workflows;

/// <summary>
/// Evaluates the project's workflows for each message of a customer, once: what they do, what they came to and that
/// the message has been dealt with is one commit. The Drafter asks before it writes; tickets that want no draft are
/// found by the sweep.
/// </summary>
public sealed class WorkflowEngine(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    ProjectReads projects,
    IEnumerable<IWorkflowAction> actions,
    ILogger<WorkflowEngine> logger) : ISweep
{
    private const int MaxAtOnce = 200;
    private readonly IReadOnlyCollection<IWorkflowAction> _actions = [.. actions];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        int moved;
        do
        {
            moved = 0;
            foreach (var ticketId in await FindDueAsync(cancellationToken).ConfigureAwait(false))
            {
                moved += await TryAsync(ticketId, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            done += moved;
        }
        while (moved > 0);

        return done;
    }

    /// <summary>Evaluates what has arrived on a ticket and not been evaluated.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> EvaluateAsync(Guid ticketId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var facts = await (
            from ticket in db.Tickets
            where ticket.Id == ticketId && ticket.WorkflowsFrom != null
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            select new
            {
                ticket.ProjectId,
                ticket.Title,
                ticket.Channel,
                From = ticket.WorkflowsFrom!.Value,
                ticket.LastCustomerNumber,
                customer.Email,
            })
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        if (facts is null)
        {
            return false;
        }

        var workflows = await db
            .Workflows.Where(workflow => workflow.ProjectId == facts.ProjectId && workflow.IsOn)
            .OrderBy(workflow => workflow.Position)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var arrived =
            workflows.Count == 0
                ? []
                : await db
                    .Messages.Where(message =>
                        message.TicketId == ticketId
                        && message.Sender == Sender.Customer
                        && message.Number >= facts.From
                        && message.Number <= facts.LastCustomerNumber)
                    .OrderBy(message => message.Number)
                    .Select(message => new ArrivedMessage(
                        message.Number,
                        message.Body,
                        facts.Title,
                        facts.Channel,
                        facts.Email,
                        message.Number == 1))
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
        var roster = await projects.ReadAsync(facts.ProjectId, cancellationToken).ConfigureAwait(false);
        return await desk.ChangeAsync(ticketId, Actor.System, (ticket, stamp) =>
        {
            // Somebody else may have evaluated some of them meanwhile.
            if (ticket.WorkflowsFrom is not { } from || from > facts.LastCustomerNumber)
            {
                return false;
            }

            foreach (var message in arrived.Where(message => message.Number >= from))
            {
                WorkflowEvaluator.Evaluate(ticket, stamp.At, message, workflows, _actions, roster);
            }

            ticket.WorkflowsDone(facts.LastCustomerNumber);
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<Guid>> FindDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .Tickets.Where(ticket => ticket.WorkflowsFrom != null)
            .OrderBy(ticket => ticket.WorkflowsFrom)
            .ThenBy(ticket => ticket.Id)
            .Select(ticket => ticket.Id)
            .Take(MaxAtOnce)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<bool> TryAsync(Guid ticketId, CancellationToken cancellationToken)
    {
        try
        {
            return await EvaluateAsync(ticketId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(
                error,
                "The workflows of ticket {TicketId} could not be evaluated now; the next sweep tries again.",
                ticketId);
            return false;
        }
    }
}
