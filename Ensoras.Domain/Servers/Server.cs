namespace Ensoras.Domain.Servers;

/// <summary>A running server of a desk that several share. Its beat counts up while it lives.</summary>
public sealed class Server
{
    private Server()
    {
    }

    internal Server(Guid id, string machine, DateTimeOffset startedAt) =>
        (Id, Machine, StartedAt) = (id, machine, startedAt);

    public Guid Id { get; private set; }

    public string Machine { get; private set; } = "";

    public DateTimeOffset StartedAt { get; private set; }

    public long Beat { get; private set; }
}
