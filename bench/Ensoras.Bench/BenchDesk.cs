using Ensoras.Domain;
using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Bench;

/// <summary>
/// The product's services on a file, as the web app puts them together but without its sweeps by the clock.
/// </summary>
internal sealed class BenchDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public BenchDesk(string file)
    {
        File = file;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions();
        services.AddEnsorasStorage(null, file);
        services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(Queries));
        services.AddEnsoras();
        _services = services.BuildServiceProvider();
    }

    public string File { get; }

    public QueryLog Queries { get; } = new();

    public TicketDesk Desk => Get<TicketDesk>();

    public TicketReads Reads => Get<TicketReads>();

    public TicketList List => Get<TicketList>();

    public LiveUpdates Live => Get<LiveUpdates>();

    public SharedReads Shared => Get<SharedReads>();

    public ISweep Delivery => _services.GetRequiredKeyedService<ISweep>(Sweep.Delivery);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<EnsorasDb> OpenDbAsync(CancellationToken cancellationToken) =>
        Get<IDbContextFactory<EnsorasDb>>().CreateDbContextAsync(cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
