using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Sample;

/// <summary>
/// Fills an empty desk with a shop's support: people in all roles, teams, customers, knowledge and tickets in every
/// status.
/// </summary>
public sealed class SampleDesk(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    IEnumerable<IWorkflowAction> actions,
    LiveUpdates live,
    TimeProvider time)
{
    /// <summary>The project's name on a sample desk.</summary>
    public const string ProjectName = "Northwind Trail";

    /// <summary>The sample's people, in the order in which they are worth trying; the first is the admin.</summary>
    public static IReadOnlyList<(string Name, string Email, Role Role)> People { get; } =
    [.. SampleContent.Read<SampleContent.Person>("people").Select(person => (person.Name, person.Email, person.Role))];

    /// <summary>Fills a project that has no tickets yet.</summary>
    /// <param name="passwordHash">The password of the people that it adds; people who are there already (by e-mail)
    /// keep theirs.</param>
    public async Task FillAsync(Guid projectId, string passwordHash, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var cast = new SampleCast { Actions = [.. actions] };
        await using (var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (
                await db
                    .Tickets.AnyAsync(ticket => ticket.ProjectId == projectId, cancellationToken)
                    .ConfigureAwait(false))
            {
                throw new RuleBrokenException(Sentence.Of("People.SampleNeedsEmptyDesk"));
            }

            await AddPeopleAsync(db, projectId, passwordHash, cast, now, cancellationToken).ConfigureAwait(false);
            AddTeams(db, projectId, cast, now);
            foreach (var writer in SampleContent.Read<SampleContent.Writer>("customers"))
            {
                db.Add(cast.Customers[writer.Key] = new Customer(projectId, writer.Name, writer.Email, now));
            }

            foreach (var page in SampleContent.Read<SampleContent.Page>("articles"))
            {
                db.Add(
                    cast.Articles[page.Key] = new Article(
                        projectId,
                        page.Key,
                        page.Collection,
                        page.Title,
                        page.Body,
                        now));
            }

            cast.Roster = new Roster(
                await db
                    .Projects.SingleAsync(project => project.Id == projectId, cancellationToken)
                    .ConfigureAwait(false),
                [.. cast.Agents.Values],
                [.. cast.Teams.Values]);
            cast.Workflows = SampleWorkflows.Write(cast, projectId, now);
            db.AddRange(cast.Workflows);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        // Oldest first, so that the numbers ascend with time.
        var openings = SampleContent
            .Read<SampleContent.Case>("tickets")
            .OrderByDescending(each => each.OpenedMinutesAgo)
            .Select(each => new SampleReplay(each, cast, now).Opening(projectId))
            .ToList();
        await desk.OpenManyAsync(openings, null, cancellationToken).ConfigureAwait(false);
        live.Publish(LiveScope.Project(projectId), LiveScope.Workflows(projectId), LiveScope.Knowledge(projectId));
    }

    private static async Task AddPeopleAsync(
        EnsorasDb db,
        Guid projectId,
        string passwordHash,
        SampleCast cast,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var present = await db
            .Agents.Where(agent => agent.ProjectId == projectId)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var person in SampleContent.Read<SampleContent.Person>("people"))
        {
            var agent = present.Find(other => other.NormalizedEmail == Customer.Normalize(person.Email));
            if (agent is null)
            {
                agent = new Agent(projectId, person.Name, person.Email, person.Role, now)
                {
                    PasswordHash = passwordHash,
                };
                db.Add(agent);
            }

            cast.Agents[person.Key] = agent;
        }
    }

    private static void AddTeams(EnsorasDb db, Guid projectId, SampleCast cast, DateTimeOffset now)
    {
        var people = SampleContent.Read<SampleContent.Person>("people");
        foreach (var group in SampleContent.Read<SampleContent.Group>("teams"))
        {
            var team = new Team(projectId, group.Name, now);
            foreach (var person in people.Where(person => person.Teams.Contains(group.Key)))
            {
                team.Join(cast.Agents[person.Key].Id);
            }

            db.Add(cast.Teams[group.Key] = team);
        }
    }
}

/// <summary>Everybody and everything of the sample, by key.</summary>
internal sealed class SampleCast
{
    public Dictionary<string, Agent> Agents { get; } = [];

    public Dictionary<string, Team> Teams { get; } = [];

    public Dictionary<string, Customer> Customers { get; } = [];

    public Dictionary<string, Article> Articles { get; } = [];

    public IReadOnlyCollection<IWorkflowAction> Actions { get; init; } = [];

    public Roster? Roster { get; set; }

    public IReadOnlyList<Workflow> Workflows { get; set; } = [];

    /// <summary>Has the workflows that are on evaluated for a message, as the engine does.</summary>
    public void Evaluate(Ticket ticket, ArrivedMessage message, DateTimeOffset at)
    {
        WorkflowEvaluator.Evaluate(ticket, at, message, Workflows.Where(workflow => workflow.IsOn), Actions, Roster!);
        ticket.WorkflowsDone(message.Number);
    }
}
