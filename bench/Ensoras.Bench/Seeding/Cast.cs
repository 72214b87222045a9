using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Bench.Seeding;

/// <summary>Who plays in the seeded tickets: one project, its people and its customers.</summary>
internal sealed record Cast(
    Project Project,
    IReadOnlyList<Agent> Agents,
    IReadOnlyList<Team> Teams,
    IReadOnlyList<Customer> Customers)
{
    private const int AgentCount = 40;
    private static readonly string[] TeamNames = ["Shipping", "Returns", "Repairs", "Accounts", "Wholesale", "Night"];

    /// <summary>A lead, who may do all that a ticket's story needs.</summary>
    public Actor Lead => Actor.Of(Agents[0]);

    public static Cast Create(int customers, DateTimeOffset at, Random random)
    {
        var project = new Project("Benchmark", at);
        var agents = Enumerable
            .Range(0, AgentCount)
            .Select(number =>
            {
                var agent = new Agent(
                    project.Id,
                    Phrases.Name(random),
                    $"agent{number}@example.test",
                    number < 4 ? Role.Lead : Role.Reviewer,
                    at);
                agent.NormalizedEmail = agent.NormalizedUserName = agent.Email!.ToUpperInvariant();
                return agent;
            })
            .ToList();
        return new Cast(
            project,
            agents,
            [.. TeamNames.Select(name => new Team(project.Id, name, at))],
            [
                .. Enumerable
                    .Range(0, customers)
                    .Select(number => new Customer(
                        project.Id,
                        Phrases.Name(random),
                        $"customer{number}@example.org",
                        at)),
            ]);
    }

    /// <summary>The cast of a file that was seeded before; of its customers, enough to go on with.</summary>
    public static async Task<Cast> LoadAsync(EnsorasDb db, CancellationToken cancellationToken)
    {
        var project = await db.Projects.AsNoTracking().SingleAsync(cancellationToken);
        return new Cast(
            project,
            await db.Agents.AsNoTracking().OrderByDescending(agent => agent.Role).ToListAsync(cancellationToken),
            await db.Teams.AsNoTracking().ToListAsync(cancellationToken),
            await db
                .Customers.AsNoTracking()
                .OrderBy(customer => customer.Id)
                .Take(10_000)
                .ToListAsync(cancellationToken));
    }

    /// <summary>Some customers write often, most seldom.</summary>
    public Customer AnyCustomer(Random random) =>
        Customers[(int)(Customers.Count * Math.Pow(random.NextDouble(), 1.5))];
}
