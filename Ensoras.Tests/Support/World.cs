using Ensoras.Domain;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Live;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Support;

/// <summary>
/// A desk on a real database with a clock that stands still, a scripted writer and four people. Sweeps run when the
/// test says so.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly Database _database;
    private readonly ServiceProvider _services;

    private World(Database database, Action<IServiceCollection>? configure)
    {
        _database = database;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions();
        services.AddSingleton<TimeProvider>(Time);
        services.AddEnsorasStorage(database.Postgres, database.SqliteFile);
        services.AddEnsoras();
        services.AddSingleton<IDraftWriter>(Writer);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
        Project = new Project("Northwind Trail", Now);
        Mira = new Customer(Project.Id, "Mira Lindqvist", "mira@example.org", Now);
        Ada = new Agent(Project.Id, "Ada Admin", "ada@example.test", Role.Admin, Now);
        Lena = new Agent(Project.Id, "Lena Lead", "lena@example.test", Role.Lead, Now);
        Rosa = new Agent(Project.Id, "Rosa Reviewer", "rosa@example.test", Role.Reviewer, Now);
        Jonas = new Agent(Project.Id, "Jonas Agent", "jonas@example.test", Role.Agent, Now);
        foreach (var agent in new[] { Ada, Lena, Rosa, Jonas })
        {
            agent.NormalizedEmail = agent.NormalizedUserName = agent.Email!.ToUpperInvariant();
        }
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public ScriptedWriter Writer { get; } = new();

    public Project Project { get; }

    public Customer Mira { get; }

    public Agent Ada { get; }

    public Agent Lena { get; }

    public Agent Rosa { get; }

    public Agent Jonas { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public TicketDesk Desk => Get<TicketDesk>();

    public TicketReads Reads => Get<TicketReads>();

    public TicketList List => Get<TicketList>();

    public LiveUpdates Live => Get<LiveUpdates>();

    public IServiceProvider Services => _services;

    public static async Task<World> CreateAsync(
        Engine engine = Engine.Sqlite,
        Action<IServiceCollection>? configure = null)
    {
        var world = new World(await Database.CreateAsync(engine), configure);
        await using var db = await world.OpenDbAsync();
        db.Add(world.Project);
        db.Add(world.Mira);
        db.AddRange(world.Ada, world.Lena, world.Rosa, world.Jonas);
        await db.SaveChangesAsync();
        return world;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<EnsorasDb> OpenDbAsync() => Get<IDbContextFactory<EnsorasDb>>().CreateDbContextAsync();

    /// <summary>Runs a sweep as its trigger would; a delivery also hands over what waits for a channel.</summary>
    public async Task<int> SweepAsync(Sweep sweep)
    {
        var done = await RunAsync(sweep);
        return sweep is Sweep.Delivery ? done + await RunAsync(Sweep.OutboundMail) : done;
    }

    /// <summary>A customer's first message in the widget (or by e-mail).</summary>
    public Task<Ticket> GivenTicketAsync(
        string text = "Where is my order?",
        Channel channel = Channel.Widget,
        Customer? customer = null) =>
        Desk.OpenAsync(
            new NewTicket(
                Project.Id,
                (customer ?? Mira).Id,
                channel,
                text,
                Actor.Of(customer ?? Mira),
                (ticket, stamp) => ticket.CustomerWrote(stamp, text, null)),
            null,
            CancellationToken.None);

    /// <summary>A ticket whose draft waits for review.</summary>
    public async Task<(Guid TicketId, Guid DraftId)> GivenDraftAsync(
        string question = "Where is my order?",
        string draft = "It is on its way.",
        Channel channel = Channel.Widget)
    {
        Writer.Writes(draft);
        var ticket = await GivenTicketAsync(question, channel);
        await SweepAsync(Sweep.Drafts);
        return (ticket.Id, (await DetailAsync(ticket.Id)).Thread.Single(message => message.IsPendingDraft).Id);
    }

    public Task ChangeAsync(Guid ticketId, Agent by, Action<Ticket, Stamp> change) =>
        Desk.ChangeAsync(ticketId, Actor.Of(by), change, CancellationToken.None);

    public Task CustomerWritesAsync(Guid ticketId, string text, string? externalId = null) =>
        Desk.ChangeAsync(
            ticketId,
            Actor.Of(Mira),
            (ticket, stamp) =>
            {
                ticket.CustomerWrote(stamp, text, externalId);
            },
            CancellationToken.None);

    public async Task<TicketSnapshot> DetailAsync(Guid ticketId) =>
        await Reads.ReadAsync(Project.Id, ticketId, CancellationToken.None)
        ?? throw new InvalidOperationException("There is no such ticket.");

    private Task<int> RunAsync(Sweep sweep) =>
        _services.GetRequiredKeyedService<ISweep>(sweep).RunAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
