using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Takes each ticket whose turn it is, has the writer write, and hands the draft to the desk, which drops a draft for
/// an outdated question.
/// </summary>
public sealed class Drafter(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    WorkflowEngine workflows,
    IDraftWriter writer,
    LivingServers servers,
    TimeProvider time,
    ILogger<Drafter> logger) : ISweep
{
    private static readonly Sentence OnlyFiles = Sentence.Of("Drafting.OnlyFiles");
    private const int MaxAtOnce = 50;
    private const int MaxTurns = 40;
    private const int MaxBesideEachOther = 4;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(20);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await ReleaseLostAsync(cancellationToken).ConfigureAwait(false);
        var slots = new WorkSlots(time, MaxBesideEachOther, maxForOneHost: int.MaxValue);
        var done = 0;
        try
        {
            while (
                !cancellationToken.IsCancellationRequested
                && await StartDueAsync(slots, cancellationToken).ConfigureAwait(false))
            {
                await Task.WhenAny([.. slots.Running, Task.Delay(LookAgain, time, cancellationToken)])
                    .ConfigureAwait(false);
                done += await slots.CollectAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(slots.Running).ConfigureAwait(false);
        }

        return done;
    }

    /// <returns>Whether anything is being written. A slow writer holds up no other ticket: what becomes due meanwhile
    /// begins beside it.</returns>
    private async Task<bool> StartDueAsync(WorkSlots slots, CancellationToken cancellationToken)
    {
        if (!slots.AreFull)
        {
            foreach (var ticketId in await FindDueAsync(cancellationToken).ConfigureAwait(false))
            {
                slots.TryStart(ticketId, "", () => TryAsync(ticketId, cancellationToken));
            }
        }

        return slots.Running.Count > 0;
    }

    /// <summary>What a server that is gone had begun is written by another at once.</summary>
    private async Task ReleaseLostAsync(CancellationToken cancellationToken)
    {
        if (servers.Ids is not { } living)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var lost = await db
            .Tickets.Where(ticket =>
                ticket.DraftDueAt != null
                && ticket.DraftClaimedBy != null
                && !living.Contains(ticket.DraftClaimedBy.Value))
            .Select(ticket => new { ticket.Id, Server = ticket.DraftClaimedBy!.Value })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var claim in lost)
        {
            await desk.ChangeAsync(
                    claim.Id,
                    Actor.Ensoras,
                    (ticket, stamp) => ticket.ReleaseDraft(stamp, claim.Server),
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<List<Guid>> FindDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Tickets.Where(ticket => ticket.DraftDueAt != null && ticket.DraftDueAt <= now)
            .OrderBy(ticket => ticket.DraftDueAt).Select(ticket => ticket.Id).Take(MaxAtOnce)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> TryAsync(Guid ticketId, CancellationToken cancellationToken)
    {
        try
        {
            // Workflows first: they may hand the ticket to a person.
            await workflows.EvaluateAsync(ticketId, cancellationToken).ConfigureAwait(false);
            var requestId = await desk.ChangeAsync(
                    ticketId,
                    Actor.Ensoras,
                    (ticket, stamp) =>
                        ticket.ClaimDraft(stamp, stamp.At + ClaimLasts, servers.Own) ? ticket.DraftRequestId : null,
                    cancellationToken)
                .ConfigureAwait(false);
            if (requestId is not { } id)
            {
                return 0;
            }

            await WriteAsync(ticketId, id, cancellationToken).ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
#pragma warning disable CA1031 // One ticket's trouble is not another's; its claim runs out and it is tried again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(
                error,
                "Ticket {TicketId} could not be given a draft now; its claim runs out and it is tried again.",
                ticketId);
            return 0;
        }
    }

    private async Task WriteAsync(Guid ticketId, Guid requestId, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var (request, grace) = await ReadAsync(ticketId, cancellationToken).ConfigureAwait(false);
        DraftOutcome outcome;
        try
        {
            outcome = IsWordless(request)
                ? new DraftOutcome.NoAnswer(OnlyFiles)
                : await writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            if (outcome is DraftOutcome.Written { Draft: var draft })
            {
                outcome = new DraftOutcome.Written(
                    draft with
                    {
                        Sources = await PinAsync(request.ProjectId, draft.Sources, startedAt, cancellationToken)
                            .ConfigureAwait(false),
                    });
            }
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(error, "The writer failed on ticket {TicketId}.", ticketId);
            await desk.ChangeAsync(
                ticketId,
                Actor.Ensoras,
                (ticket, stamp) => ticket.DraftFailed(
                    stamp, requestId, Sentence.Verbatim(error.Message), stamp.At + RetryAfter),
                cancellationToken).ConfigureAwait(false);
            return;
        }

        await desk.ChangeAsync(
            ticketId,
            Actor.Ensoras,
            (ticket, stamp) => outcome switch
            {
                DraftOutcome.Written written => ticket.DraftReady(stamp, requestId, written.Draft, grace),
                DraftOutcome.NoAnswer none => ticket.NoAnswer(stamp, requestId, none.Why),
                _ => false,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the customer's last message is nothing but files and nobody said what to make of them.
    /// </summary>
    private static bool IsWordless(DraftRequest request) =>
        request.Instruction is null
        && request.Conversation.LastOrDefault(turn => turn.Sender is Sender.Customer) is { Text.Length: 0 };

    /// <summary>Notes the version of each quoted article, so that a later change of it is noticed.</summary>
    private async Task<IReadOnlyList<DraftSource>> PinAsync(
        Guid projectId,
        IReadOnlyList<DraftSource> sources,
        DateTimeOffset startedAt,
        CancellationToken cancellationToken)
    {
        var keys = sources.Select(source => ArticleKey.OfLink(source.Link)).OfType<string>().Distinct().ToList();
        if (keys.Count == 0)
        {
            return sources;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var articles = await db.Articles.Where(article => article.ProjectId == projectId && keys.Contains(article.Key))
            .Select(article => new { article.Key, article.Id, article.Version, article.UpdatedAt })
            .ToDictionaryAsync(article => article.Key, cancellationToken).ConfigureAwait(false);

        // What was saved while the draft was being written may not be what the writer read.
        return
        [
            .. sources.Select(source =>
                ArticleKey.OfLink(source.Link) is { } key && articles.TryGetValue(key, out var article)
                    ? source with
                    {
                        ArticleId = article.Id,
                        Version = article.UpdatedAt > startedAt ? article.Version - 1 : article.Version,
                    }
                    : source),
        ];
    }

    private async Task<(DraftRequest Request, TimeSpan Grace)> ReadAsync(
        Guid ticketId,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var found = await (
            from ticket in db.Tickets
            where ticket.Id == ticketId
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            join project in db.Projects on ticket.ProjectId equals project.Id
            select new
            {
                ticket,
                customer,
                project,
            })
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false);
        var messages = await db
            .Messages.Where(message =>
                message.TicketId == ticketId && message.Sender != Sender.System && !message.IsNote)
            .Include(message => message.ToolCalls)
            .OrderByDescending(message => message.Number).Take(MaxTurns)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        messages.Reverse();
        var forThisAnswer = messages
            .Where(message => message.AnswersNumber == found.ticket.LastCustomerNumber)
            .ToList();

        // What tools found for a draft that a newer question set aside is still true: only a sent reply has used it up.
        var lastSent = messages
            .Where(message => message is { Status: MessageStatus.Sent, Sender: not Sender.Customer })
            .Select(message => message.Number)
            .DefaultIfEmpty()
            .Max();
        var request = new DraftRequest(
            found.project.Id,
            found.project.Name,
            ticketId,
            found.ticket.Title,
            found.customer.Name,
            [
                .. messages
                    .Where(message => message.ShownNumber is not null)
                    .OrderBy(message => message.ShownNumber)
                    .Select(message => new ConversationTurn(message.Sender, message.Body)),
            ],
            found.ticket.DraftInstruction,
            [
                .. forThisAnswer
                    .Where(message => message.Status is MessageStatus.Rejected || message.IsPendingDraft)
                    .Select(message => message.Body),
            ],
            [
                .. messages
                    .Where(message =>
                        message.Number > lastSent || message.AnswersNumber == found.ticket.LastCustomerNumber)
                    .SelectMany(message => message.ToolCalls)
                    .Where(call => call.Status is ToolCallStatus.Succeeded or ToolCallStatus.Failed)
                    .Select(call => new ToolResult(
                        call.Name,
                        call.Arguments,
                        call.Status is ToolCallStatus.Succeeded,
                        call.Result?.ToString() ?? "")),
            ]);
        return (request, found.project.GracePeriod);
    }
}
