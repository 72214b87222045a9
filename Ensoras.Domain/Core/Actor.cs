namespace Ensoras.Domain.Core;

/// <summary>
/// Who does something to a ticket. Only people have a role; customers, Ensoras and the clock are not asked for one.
/// </summary>
/// <param name="Kind">Customer, Ensoras, Agent or System.</param>
/// <param name="Id">The agent's or customer's id.</param>
/// <param name="Name">The name that the history shows.</param>
/// <param name="Role">What an agent may do; null for everybody else.</param>
public sealed record Actor(Sender Kind, Guid? Id, string Name, Role? Role)
{
    /// <summary>
    /// The session in which an agent acts, if it is one of a browser: once it has ended, nothing is done in its name.
    /// </summary>
    public Guid? SessionId { get; init; }

    public static readonly Actor System = new(Sender.System, null, "System", null);

    public static readonly Actor Ensoras = new(Sender.Ensoras, null, "Ensoras", null);

    /// <summary>Whether this actor may do what asks for <paramref name="least"/>.</summary>
    public bool IsAtLeast(Role least) =>
        Kind is not Sender.Agent || (Role is { } role && Enum.IsDefined(role) && role >= least);
}

/// <summary>Who acts and when; every change of a ticket carries one.</summary>
/// <param name="At">UTC, in whole milliseconds, so that both databases give back what was stored.</param>
public readonly record struct Stamp(Actor By, DateTimeOffset At);
