using Microsoft.Extensions.Logging.Console;

namespace Ensoras.Web.Hosting;

/// <summary>
/// How the program logs: to the console, a line per entry, or JSON where <c>Ensoras:Logs</c> says <c>json</c>.
/// </summary>
public static class LogSetup
{
    public static void AddDeskLogging(this WebApplicationBuilder builder)
    {
        var wanted = string.Equals(builder.Configuration["Ensoras:Logs"], "json", StringComparison.OrdinalIgnoreCase)
            ? ConsoleFormatterNames.Json
            : builder.Configuration["Logging:Console:FormatterName"] ?? LineFormatter.FormatterName;
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.FormatterName = wanted);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<JsonConsoleFormatterOptions>(json =>
            (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));

        // The console itself is asked only through what knows of outages.
        foreach (
            var console in builder
                .Services.Where(service => service.ImplementationType == typeof(ConsoleLoggerProvider))
                .ToList())
        {
            builder.Services.Remove(console);
        }

        builder.Services.AddSingleton<ConsoleLoggerProvider>();
        builder.Services.AddSingleton<ILoggerProvider, OutageAwareConsole>();
        builder.Services.AddSingleton<StorageOutage>();
        builder.Services.AddHostedService<StorageOutageWatch>();
    }
}
