using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Workflows;

/// <summary>A workflow as somebody writes it.</summary>
/// <param name="Id">Null for a new one.</param>
/// <param name="Version">What was read; a change that somebody else has saved meanwhile is not overwritten.</param>
public sealed record WorkflowInput(
    Guid? Id,
    int Version,
    string Name,
    bool AnyIsEnough,
    IReadOnlyList<WorkflowCondition> Conditions,
    IReadOnlyList<WorkflowStep> Steps);

/// <summary>What leads do with workflows.</summary>
public sealed class WorkflowStore(
    IDbContextFactory<EnsorasDb> databases,
    IEnumerable<IWorkflowAction> actions,
    SharedReads shared,
    LiveUpdates live,
    TimeProvider time)
{
    public const int MaxNameLength = 80;
    private const int MaxValueLength = 500;
    private const int MaxWorkflows = 100;

    /// <summary>What a workflow can do.</summary>
    public IReadOnlyList<IWorkflowAction> Actions { get; } = [.. actions];

    /// <summary>The project's workflows in their order.</summary>
    public Task<IReadOnlyList<Workflow>> ReadAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync<IReadOnlyList<Workflow>>(
            LiveScope.Workflows(projectId),
            new ListQuestion(projectId),
            async cancel =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
                return await db
                    .Workflows.AsNoTracking()
                    .Where(workflow => workflow.ProjectId == projectId)
                    .OrderBy(workflow => workflow.Position)
                    .ToListAsync(cancel)
                    .ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>What a workflow is called, or was when it last ran; null when it never did.</summary>
    public async Task<Sentence?> FindNameAsync(Guid projectId, Guid workflowId, CancellationToken cancellationToken)
    {
        if (
            (await ReadAsync(projectId, cancellationToken).ConfigureAwait(false)).FirstOrDefault(workflow =>
                workflow.Id == workflowId) is
            { } present)
        {
            return Sentence.Verbatim(present.Name);
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var name = await db
            .WorkflowRuns.Where(run => run.WorkflowId == workflowId && run.Matched)
            .OrderBy(run => run.TicketId)
            .Select(run => run.WorkflowName)
            .FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        return name is null ? null : Sentence.Of("Workflows.Deleted", name);
    }

    /// <summary>Stores a new workflow as the last one, or a change.</summary>
    public Task<Workflow> SaveAsync(
        Guid projectId,
        Actor by,
        WorkflowInput text,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            projectId,
            by,
            (db, all) =>
            {
                var name = Checked(text, all);
                if (text.Id is null && all.Count >= MaxWorkflows)
                {
                    throw new RuleBrokenException(Sentence.Of("Workflows.TooMany", MaxWorkflows));
                }

                var workflow = text.Id is { } id
                    ? Find(all, id)
                    : new Workflow(projectId, all.Count == 0 ? 1 : all[^1].Position + 1, time.GetUtcNow());
                if (text.Id is null)
                {
                    db.Add(workflow);
                }
                else if (workflow.Version != text.Version)
                {
                    throw new RuleBrokenException(Sentence.Of("Workflows.ChangedMeanwhile"));
                }

                (workflow.Name, workflow.AnyIsEnough, workflow.Conditions, workflow.Steps) = (
                    name,
                    text.AnyIsEnough,
                    text.Conditions,
                    text.Steps);
                workflow.Version++;
                return workflow;
            },
            cancellationToken);

    public Task SwitchAsync(Guid projectId, Actor by, Guid workflowId, bool on, CancellationToken cancellationToken) =>
        ChangeAsync(projectId, by, (_, all) =>
        {
            var workflow = Find(all, workflowId);
            workflow.IsOn = on;
            workflow.Version++;
            return workflow;
        }, cancellationToken);

    /// <summary>Moves it one place up or down.</summary>
    public Task MoveAsync(Guid projectId, Actor by, Guid workflowId, bool up, CancellationToken cancellationToken) =>
        ChangeAsync(projectId, by, (_, all) =>
        {
            var workflow = Find(all, workflowId);
            var at = all.IndexOf(workflow);
            var beside = up ? at - 1 : at + 1;
            if (beside >= 0 && beside < all.Count)
            {
                (workflow.Position, all[beside].Position) = (all[beside].Position, workflow.Position);
            }

            return workflow;
        }, cancellationToken);

    /// <summary>Deletes it. What it did stays in the tickets' histories.</summary>
    public Task DeleteAsync(Guid projectId, Actor by, Guid workflowId, CancellationToken cancellationToken) =>
        ChangeAsync(projectId, by, (db, all) => db.Remove(Find(all, workflowId)).Entity, cancellationToken);

    private async Task<Workflow> ChangeAsync(
        Guid projectId,
        Actor by,
        Func<EnsorasDb, List<Workflow>, Workflow> change,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        by = await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false);
        if (!by.IsAtLeast(Role.Lead))
        {
            throw new RuleBrokenException(Sentence.Of("Workflows.NeedsLead", by.Role));
        }

        var all = await db
            .Workflows.Where(workflow => workflow.ProjectId == projectId)
            .OrderBy(workflow => workflow.Position)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var changed = change(db, all);
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleBrokenException(Sentence.Of("Workflows.ChangedTogether"));
        }

        live.Publish(LiveScope.Workflows(projectId));
        return changed;
    }

    private static Workflow Find(List<Workflow> all, Guid workflowId) =>
        all.Find(workflow => workflow.Id == workflowId)
        ?? throw new RuleBrokenException(Sentence.Of("Workflows.Gone"));

    private string Checked(WorkflowInput text, List<Workflow> all)
    {
        var name = text.Name.Storable().Trim();
        if (!name.SaysSomething() || name.Length > MaxNameLength)
        {
            throw new RuleBrokenException(
                !name.SaysSomething()
                    ? Sentence.Of("Workflows.NameMissing")
                    : Sentence.Of("Workflows.NameTooLong", MaxNameLength))
            {
                Field = "Name",
            };
        }

        if (all.Exists(other => other.Id != text.Id && other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RuleBrokenException(Sentence.Of("Workflows.NameTaken")) { Field = "Name" };
        }

        if (
            text.Conditions.FirstOrDefault(condition =>
                condition.Kind is not ConditionKind.TicketIsNew
                && (!condition.Words.Any(ReadableText.SaysSomething) || condition.Value.Length > MaxValueLength)) is
            { } broken)
        {
            throw new RuleBrokenException(
                broken.Value.Length <= MaxValueLength
                    ? Sentence.Of("Workflows.ConditionEmpty")
                    : Sentence.Of("Workflows.ConditionTooLong", MaxValueLength));
        }

        if (text.Conditions.Any(condition => !Enum.IsDefined(condition.Kind)))
        {
            throw new RuleBrokenException(Sentence.Of("Workflows.ConditionUnchosen"));
        }

        if (text.Steps.Count == 0)
        {
            throw new RuleBrokenException(Sentence.Of("Workflows.ActionMissing"));
        }

        foreach (var step in text.Steps)
        {
            var action =
                Actions.FirstOrDefault(each => each.Key == step.Action)
                ?? throw new RuleBrokenException(Sentence.Of("Workflows.ActionUnchosen"));
            if (
                action.Fields.FirstOrDefault(field => !step.Values.GetValueOrDefault(field.Name).SaysSomething()) is
                { } missing)
            {
                throw new RuleBrokenException(Sentence.Of("Workflows.FieldMissing", action.Title, missing.Label));
            }

            if (
                action.Fields.Any(field =>
                    field.Kind is FieldKind.Priority && EnumName.Read<TicketPriority>(step.Values[field.Name]) is null))
            {
                throw new RuleBrokenException(Sentence.Of("Tickets.NoSuchPriority"));
            }

            _ = step.Action == "add-tag" ? Ticket.CleanTag(step.Values["tag"]) : null;
        }

        return name;
    }

    private sealed record ListQuestion(Guid ProjectId);
}
