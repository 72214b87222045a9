using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Account;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Support;

/// <summary>
/// The whole program in this process, on a data directory of its own, at a real address on a free port, with the real
/// schedule:
/// a project, one account per role with the password <see cref="Password"/>, and a customer.
/// </summary>
public class HostedDesk : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "a known password";

    private readonly string _dataDirectory = Directory.CreateTempSubdirectory("ensoras-test-").FullName;
    private readonly Dictionary<Role, Agent> _agents = [];
    private Project? _project;

    public HostedDesk()
    {
        UseKestrel(0);
        MigratedDatabase.CopyToAsync(Path.Combine(_dataDirectory, "ensoras.db")).GetAwaiter().GetResult();
        StartServer();
    }

    /// <summary>Where it listens, for example http://127.0.0.1:41235/.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    public ShiftedTime Time { get; } = new();

    public Project Project => _project ?? throw new InvalidOperationException("This desk has not been set up.");

    public TicketDesk Tickets => Get<TicketDesk>();

    /// <summary>The person with that role: Ada Admin, Lena Lead, Rosa Reviewer, Jonas Agent.</summary>
    public Agent this[Role role] => _agents[role];

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public Task<EnsorasDb> OpenDbAsync() => Get<IDbContextFactory<EnsorasDb>>().CreateDbContextAsync();

    /// <summary>A customer of the project.</summary>
    public async Task<Customer> GivenCustomerAsync(string name = "Mira Lindqvist", string? email = "mira@example.org")
    {
        await using var db = await OpenDbAsync();
        var customer = new Customer(Project.Id, name, email, Time.GetUtcNow());
        db.Add(customer);
        await db.SaveChangesAsync();
        return customer;
    }

    /// <summary>A customer's first message, as the widget or an e-mail brings it.</summary>
    public async Task<Ticket> GivenTicketAsync(
        string text = "Where is my order?",
        Channel channel = Channel.Widget,
        Customer? customer = null)
    {
        customer ??= await GivenCustomerAsync();
        return await Tickets.OpenAsync(
            new NewTicket(
                Project.Id,
                customer.Id,
                channel,
                text,
                Actor.Of(customer),
                (ticket, stamp) => ticket.CustomerWrote(stamp, text, null)),
            null,
            CancellationToken.None);
    }

    public virtual async Task InitializeAsync()
    {
        var people = Get<ProjectAdmin>();
        var hash = Get<Passwords>().Hash(Password);
        var ada = await people.SetUpAsync(
            "Northwind Trail",
            new NewPerson("Ada Admin", "ada@example.test", hash),
            CancellationToken.None);
        _agents[Role.Admin] = ada;
        foreach (
            var (name, role) in new[]
            {
                ("Lena Lead", Role.Lead),
                ("Rosa Reviewer", Role.Reviewer),
                ("Jonas Agent", Role.Agent),
            })
        {
            var token = await people.InviteAsync(
                Actor.Of(ada),
                $"{name.Split(' ')[0]}@example.test".ToLowerInvariant(),
                role,
                CancellationToken.None);
            _agents[role] = await people.AcceptAsync(token, name, hash, CancellationToken.None);
        }

        _project = (await Get<ProjectReads>().ReadAsync(ada.ProjectId, CancellationToken.None)).Project;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Ensoras:DataDirectory", _dataDirectory);
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Time));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_dataDirectory))
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_dataDirectory, recursive: true);
        }
    }
}

/// <summary>The same, as a new owner finds it: nobody has set it up.</summary>
public sealed class EmptyDesk : HostedDesk
{
    public override Task InitializeAsync() => Task.CompletedTask;
}
