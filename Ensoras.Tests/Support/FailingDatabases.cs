using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Support;

/// <summary>A database that is away when a test says so, and there again afterwards.</summary>
internal sealed class FailingDatabases : IDbContextFactory<EnsorasDb>
{
    private IDbContextFactory<EnsorasDb>? _real;
    private int _until = int.MaxValue;
    private int _failures;

    /// <summary>Takes the place of the database in a world.</summary>
    public void Wrap(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(IDbContextFactory<EnsorasDb>));
        services.Remove(real);
        services.AddSingleton<IDbContextFactory<EnsorasDb>>(provider =>
        {
            _real =
                (IDbContextFactory<EnsorasDb>)(
                    real.ImplementationFactory?.Invoke(provider)
                    ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!));
            return this;
        });
    }

    /// <summary>So many contexts are given out yet, then <paramref name="times"/> are refused.</summary>
    public void FailAfter(int contexts, int times = 1) => (_until, _failures) = (contexts, times);

    public EnsorasDb CreateDbContext()
    {
        if (Interlocked.Decrement(ref _until) < 0 && Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new TimeoutException("The database does not answer.");
        }

        return _real!.CreateDbContext();
    }
}
