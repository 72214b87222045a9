using Ensoras.Domain.Live;
using Ensoras.Domain.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Domain.Storage;

/// <summary>Chooses the database and makes it ready.</summary>
public static class StorageSetup
{
    /// <summary>Registers <c>IDbContextFactory&lt;EnsorasDb&gt;</c>.</summary>
    /// <param name="postgres">A PostgreSQL connection string; null keeps everything in <paramref
    /// name="sqliteFile"/>.</param>
    /// <param name="survivesPowerCut">Whether SQLite waits for the disk at each commit.</param>
    public static IServiceCollection AddEnsorasStorage(
        this IServiceCollection services,
        string? postgres,
        string sqliteFile,
        bool survivesPowerCut = false)
    {
        if (postgres is not null)
        {
            services.AddPooledDbContextFactory<PostgresDb>(options => options.UseNpgsql(postgres));
            services.AddHostedService<ServerHeartbeat>();
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PostgresRelay>(provider, postgres));
            return services.AddSingleton<IDbContextFactory<EnsorasDb>, FactoryOf<PostgresDb>>();
        }

        services.AddPooledDbContextFactory<SqliteDb>(options => options
            .UseSqlite($"Data Source={sqliteFile}")
            .AddInterceptors(new SqlitePragmas(survivesPowerCut)));
        return services.AddSingleton<IDbContextFactory<EnsorasDb>, FactoryOf<SqliteDb>>();
    }

    // IDbContextFactory is not covariant.
    private sealed class FactoryOf<TDb>(IDbContextFactory<TDb> inner) : IDbContextFactory<EnsorasDb>
        where TDb : EnsorasDb
    {
        public EnsorasDb CreateDbContext() => inner.CreateDbContext();

        public async Task<EnsorasDb> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
    }
}
