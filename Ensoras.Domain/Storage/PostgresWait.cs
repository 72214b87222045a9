using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ensoras.Domain.Storage;

/// <summary>Waits for a PostgreSQL that is still starting, or not there yet, when a server starts.</summary>
public static class PostgresWait
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private const int SecondsPerTry = 5;

    /// <summary>Until it takes a connection; a line is logged for each try that it does not.</summary>
    /// <param name="patience">After this the last error is thrown.</param>
    public static async Task UntilReadyAsync(
        string postgres,
        TimeSpan patience,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres) { Pooling = false, Timeout = SecondsPerTry };
        var began = time.GetTimestamp();
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidCatalogName)
            {
                // The server is there; the database is made with the tables.
                return;
            }
            catch (Exception error)
                when (StorageTrouble.Explain(error) is not null && time.GetElapsedTime(began) + pause < patience)
            {
                logger.LogWarning(
                    "PostgreSQL at {Host}:{Port} is not ready: {Why} Trying again in {Seconds:0} s.",
                    settings.Host, settings.Port, Sentence(error), pause.TotalSeconds);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
        }
    }

    private static string Sentence(Exception error) =>
        error is PostgresException postgres
            ? $"{postgres.MessageText} ({postgres.SqlState})."
            : $"{error.GetBaseException().Message.TrimEnd('.')}.";
}
