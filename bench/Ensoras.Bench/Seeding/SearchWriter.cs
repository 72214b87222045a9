using Ensoras.Domain.People;
using Ensoras.Domain.Search;
using Ensoras.Domain.Tickets;
using Microsoft.Data.Sqlite;

namespace Ensoras.Bench.Seeding;

/// <summary>Writes the search over seeded tickets as the desk does when it saves them.</summary>
internal sealed class SearchWriter : IDisposable
{
    private readonly SqliteCommand _entry;
    private readonly SqliteCommand _word;
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<Guid, Customer> _customers;
    private readonly int _project;

    public SearchWriter(SqliteConnection connection, int project, IEnumerable<Customer> customers)
    {
        _project = project;
        _customers = customers.ToDictionary(customer => customer.Id);
        _entry = Prepare(connection,
            "INSERT OR REPLACE INTO ticket_search(rowid, Title, Customer, Body) VALUES ($0, $1, $2, $3)", 4);
        _word = Prepare(connection, "INSERT OR IGNORE INTO ticket_search_words VALUES ($0)", 1);
    }

    public void Write(IEnumerable<Ticket> tickets)
    {
        foreach (var ticket in tickets.OrderBy(ticket => ticket.Number))
        {
            var customer = _customers[ticket.CustomerId];
            var who = $"{customer.Name} {customer.Email}";
            Write(SearchEntry.OfTicket(_project, ticket.Number, ticket.Title, who));
            foreach (var message in ticket.Messages.Where(message => message.ShownNumber is not null || message.IsNote)
                .OrderBy(message => message.Number))
            {
                Write(SearchEntry.OfMessage(_project, ticket.Number, message.Number, ticket.Title, who, message.Body));
            }
        }
    }

    public void Dispose()
    {
        _entry.Dispose();
        _word.Dispose();
    }

    private void Write(SearchEntry entry)
    {
        Run(_entry, entry.Key, string.Join(' ', entry.Title), string.Join(' ', entry.Customer),
            string.Join(' ', entry.Body));
        foreach (var word in entry.Title.Concat(entry.Customer).Concat(entry.Body).Where(_known.Add))
        {
            Run(_word, word);
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of two sentences above.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var at = 0; at < parameters; at++)
        {
            command.Parameters.Add(new SqliteParameter($"${at}", null));
        }

        return command;
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters[at].Value = values[at];
        }

        command.ExecuteNonQuery();
    }
}
