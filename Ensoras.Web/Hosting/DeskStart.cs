using System.Data.Common;
using System.Net.Sockets;
using Ensoras.Domain.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Web.Hosting;

/// <summary>The steps from a built program to one that serves.</summary>
public static class DeskStart
{
    private const string DefaultAddress = "http://localhost:5080";
    private static volatile bool _hasStarted;

    /// <summary>
    /// Keeps the host's own account of a start that failed, a stack trace for each service, out of the log: what went
    /// wrong is said in one sentence.
    /// </summary>
    public static void AddStartFilter(this ILoggingBuilder logging) =>
        logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host",
            level => _hasStarted && level >= LogLevel.Warning);

    public static void UseDeskAddress(this IWebHostBuilder host, IConfiguration settings)
    {
        host.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (
            string.IsNullOrEmpty(settings[WebHostDefaults.ServerUrlsKey])
            && string.IsNullOrEmpty(settings[WebHostDefaults.HttpPortsKey]))
        {
            host.UseUrls(DefaultAddress);
        }
    }

    /// <summary>Makes the data folder and the tables.</summary>
    /// <returns>An exit code when the program has done what it was called for, or cannot start; null when it shall
    /// serve.</returns>
    public static async Task<int?> PrepareAsync(this WebApplication app, StartOptions start, string[] args)
    {
        try
        {
            if (PrivateFiles.Close(start.DataDirectory) is { } why)
            {
                await Console.Error.WriteLineAsync(
                    $"Other users of this machine may be able to read {start.DataDirectory}: {why}");
            }

            if (start.Postgres is { } postgres)
            {
                await PostgresWait.UntilReadyAsync(
                    postgres,
                    start.DatabaseTimeout,
                    TimeProvider.System,
                    app.Logger,
                    CancellationToken.None);
            }

            await app.Services.GetRequiredService<SchemaUpgrade>().RunAsync(start.MayUpgrade, CancellationToken.None);
            await using var db = await app
                .Services.GetRequiredService<IDbContextFactory<EnsorasDb>>()
                .CreateDbContextAsync();
            await db.LearnAsync(CancellationToken.None);
        }
        catch (UpgradeRefusedException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return (int)refusal.Refusal;
        }
        catch (Exception error)
            when (error
                    is DbException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or TimeoutException)
        {
            await Console.Error.WriteLineAsync(
                start.Postgres is null
                    ? $"The desk's file {start.SqliteFile} cannot be opened: "
                        + $"{StorageTrouble.Explain(error)?.ToString() ?? error.Message}"
                    : $"The database cannot be used: {error.GetBaseException().Message}");
            return 1;
        }

        if (ImportCommand.Files(args) is { } files)
        {
            return await ImportCommand.RunAsync(app.Services, files, CancellationToken.None);
        }

        if (ResetPasswordCommand.Email(args) is { } email)
        {
            return await ResetPasswordCommand.RunAsync(app.Services, email, CancellationToken.None);
        }

        if (start.WantsSample)
        {
            await SampleStart.FillAsync(app.Services, start, Console.Out, CancellationToken.None);
        }

        return null;
    }

    /// <summary>Serves until it is stopped, and says in one line where.</summary>
    public static async Task<int> RunDeskAsync(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            _hasStarted = true;
            Console.WriteLine(
                $"Ensoras listens on "
                    + $"{string.Join(", ", app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])}");
        });
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{error.Message} Stop the other program, or choose another address: "
                    + "ASPNETCORE_URLS=http://localhost:5081"
            );
            return 1;
        }
        catch (Exception error)
            when (!_hasStarted
                && error
                    is SocketException
                        or IOException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"The desk cannot listen at the address it was given: {error.Message}");
            return 1;
        }
    }
}
