using Ensoras.Domain.Storage;

namespace Ensoras.Domain.People;

/// <summary>Somebody who writes to the desk.</summary>
public sealed class Customer
{
    private const int MaxNameLength = 120;
    private const int MaxEmailLength = 254;

    private Customer()
    {
    }

    public Customer(Guid projectId, string name, string? email, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        CreatedAt = now;
        Introduce(name, email);
    }

    /// <summary>What somebody is called who has given neither name nor address.</summary>
    public const string Unnamed = "Visitor";

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The address as it was given; compared through <see cref="NormalizedEmail"/>.</summary>
    public string? Email { get; private set; }

    public string? NormalizedEmail { get; private set; }

    /// <summary>The id that the project's own site gives this person, once signed by it.</summary>
    public string? ExternalId { get; private set; }

    /// <summary>
    /// Whether name and address come from a signed identity or a received e-mail rather than from what a visitor
    /// typed.
    /// </summary>
    public bool IsVerified { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>
    /// Takes over a name and an address, cut to what a row can show; an empty name becomes "Visitor".
    /// </summary>
    public void Introduce(string? name, string? email)
    {
        Name = name.SaysSomething() ? name!.Storable().Trim().Cut(MaxNameLength) : email ?? "Visitor";
        Email = email.SaysSomething() ? email!.Storable().Trim().Cut(MaxEmailLength) : null;
        NormalizedEmail = Normalize(Email);
    }

    public void Verify(string? externalId)
    {
        ExternalId = externalId ?? ExternalId;
        IsVerified = true;
    }

    /// <summary>The form in which addresses are compared.</summary>
    public static string? Normalize(string? email) => email?.Trim().ToUpperInvariant();
}
