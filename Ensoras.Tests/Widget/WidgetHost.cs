using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ensoras.Domain;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Hosting;
using Ensoras.Web.Widget;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ensoras.Tests.Widget;

/// <summary>
/// Storage, domain and the chat's endpoints at a real address, on a database that a test can break and a clock that
/// runs. Sweeps run when the test says so.
/// </summary>
internal sealed class WidgetHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WidgetHost(WebApplication app, Project project, Agent jonas)
    {
        _app = app;
        Project = project;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 })
        {
            BaseAddress = new Uri(new Uri(app.Urls.First()), "/api/widget/v1/"),
        };
        Jonas = jonas;
    }

    public HttpClient Http { get; }

    public Project Project { get; }

    public Agent Jonas { get; }

    public ScriptedWriter Writer => (ScriptedWriter)Get<IDraftWriter>();

    public StorageSwitch Storage => Get<StorageSwitch>();

    public static async Task<WidgetHost> StartAsync(Database database, Action<WidgetLimits>? limits = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<StorageSwitch>();
        builder.Services.AddEnsorasStorage(database.Postgres, database.SqliteFile);
        var factory = builder.Services.Last(service => service.ServiceType == typeof(IDbContextFactory<EnsorasDb>));
        builder.Services.AddSingleton<IDbContextFactory<EnsorasDb>>(services => new BreakableFactory(
            (IDbContextFactory<EnsorasDb>)ActivatorUtilities.CreateInstance(services, factory.ImplementationType!),
            services.GetRequiredService<StorageSwitch>()));
        builder.Services.AddEnsoras();
        builder.Services.AddSingleton<IDraftWriter>(new ScriptedWriter());
        builder.Services.AddWidget();
        builder.Services.AddSecurityHeaders();
        builder.Services.Configure<WidgetLimits>(options => limits?.Invoke(options));
        var app = builder.Build();
        app.MapWidget();
        await using var db = await app
            .Services.GetRequiredService<IDbContextFactory<EnsorasDb>>()
            .CreateDbContextAsync();
        await db.Database.MigrateAsync();
        var project = await db.Projects.SingleOrDefaultAsync();
        if (project is null)
        {
            project = new Project("Northwind Trail", TimeProvider.System.GetUtcNow());
            db.Add(project);
            db.Add(new Agent(project.Id, "Jonas Agent", "jonas@example.test", Role.Agent, DateTimeOffset.UnixEpoch));
            await db.SaveChangesAsync();
        }

        await app.StartAsync();
        return new WidgetHost(app, project, await db.Agents.FirstAsync());
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task<EnsorasDb> OpenDbAsync() => Get<IDbContextFactory<EnsorasDb>>().CreateDbContextAsync();

    public Task<int> SweepAsync(Sweep sweep) =>
        _app.Services.GetRequiredKeyedService<ISweep>(sweep).RunAsync(CancellationToken.None);

    public Task ChangeAsync(Guid ticketId, Action<Domain.Tickets.Ticket, Stamp> change) =>
        Get<TicketDesk>().ChangeAsync(ticketId, Actor.Of(Jonas), change, CancellationToken.None);

    /// <summary>An agent's reply, delivered.</summary>
    public async Task ReplyAsync(Guid ticketId, string text)
    {
        await ChangeAsync(ticketId, (ticket, stamp) => ticket.Reply(stamp, text, TimeSpan.Zero));
        await SweepAsync(Sweep.Delivery);
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? token = null,
        object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Http.SendAsync(request);
    }

    public async Task<string> BeginAsync(object? more = null, string? earlier = null)
    {
        using var response = await SendAsync(
            HttpMethod.Post,
            "sessions",
            earlier,
            more ?? new { projectKey = Project.PublicKey });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    public async Task<HttpStatusCode> WriteAsync(string token, string text, string clientId)
    {
        using var response = await SendAsync(HttpMethod.Post, "messages", token, new { clientId, text });
        return response.StatusCode;
    }

    /// <summary>A visitor who has written.</summary>
    public async Task<(string Token, Guid TicketId)> GivenConversationAsync(string text = "Where is my parcel?")
    {
        var token = await BeginAsync();
        Assert.Equal(HttpStatusCode.Created, await WriteAsync(token, text, "first"));
        await using var db = await OpenDbAsync();
        return (token, (await db.Tickets.OrderByDescending(ticket => ticket.Number).FirstAsync()).Id);
    }

    public Task<EventReader> ListenAsync(string token, int? after = null) => EventReader.OpenAsync(Http, token, after);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Makes every use of the database fail.</summary>
    internal sealed class StorageSwitch
    {
        public Exception? Failure { get; set; }
    }

    private sealed class BreakableFactory(IDbContextFactory<EnsorasDb> inner, StorageSwitch storage)
        : IDbContextFactory<EnsorasDb>
    {
        public EnsorasDb CreateDbContext() => storage.Failure is { } failure ? throw failure : inner.CreateDbContext();
    }
}
