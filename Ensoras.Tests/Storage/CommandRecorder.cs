using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Ensoras.Tests.Storage;

/// <summary>Keeps the reading commands that were sent while a test asked for it.</summary>
internal sealed class CommandRecorder : DbCommandInterceptor
{
    private readonly List<(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)> _commands = [];
    private bool _isOn;

    public void Start(bool keep = false)
    {
        lock (_commands)
        {
            _isOn = true;
            if (!keep)
            {
                _commands.Clear();
            }
        }
    }

    public List<(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)> Stop()
    {
        lock (_commands)
        {
            _isOn = false;
            var commands = _commands.ToList();
            _commands.Clear();
            return commands;
        }
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        lock (_commands)
        {
            if (_isOn && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
            {
                _commands.Add(
                    (
                        command.CommandText,
                        [
                            .. command
                                .Parameters.Cast<DbParameter>()
                                .Select(parameter => (parameter.ParameterName, parameter.Value)),
                        ]));
            }
        }

        return new(result);
    }
}
