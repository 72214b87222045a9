using Microsoft.Extensions.Logging.Console;

namespace Ensoras.Web.Hosting;

/// <summary>
/// The console's log, with one line for the beginning of an outage of the database instead of thousands about it.
/// </summary>
[ProviderAlias("Console")]
public sealed class OutageAwareConsole(ConsoleLoggerProvider console, StorageOutage outage)
    : ILoggerProvider,
        ISupportExternalScope
{
    public ILogger CreateLogger(string categoryName) =>
        new Filtered(categoryName, console.CreateLogger(categoryName), outage);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => console.SetScopeProvider(scopeProvider);

    public void Dispose() => console.Dispose();

    private sealed class Filtered(string category, ILogger inner, StorageOutage outage) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            switch (outage.Take(category, logLevel, exception, out var sentence))
            {
                case StorageOutage.Entry.Write:
                    inner.Log(logLevel, eventId, state, exception, formatter);
                    break;
                case StorageOutage.Entry.Begins:
                    inner.Log(LogLevel.Error, eventId, sentence, null, (text, _) => text);
                    break;
            }
        }
    }
}
