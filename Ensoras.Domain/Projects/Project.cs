using System.Security.Cryptography;

namespace Ensoras.Domain.Projects;

/// <summary>The workspace that everything belongs to, with its settings.</summary>
public sealed class Project
{
    /// <summary>What every project's widget says first, until somebody writes something else.</summary>
    public const string FirstGreeting = "Hello! How can we help?";

    private Project()
    {
    }

    public Project(string name, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Name = name.Trim();
        PublicKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        RenewIdentitySecret();
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    /// <summary>Which project of the database it is, from 1; the keys of the search begin with it.</summary>
    public int Ordinal { get; private set; }

    public string Name { get; set; } = "";

    /// <summary>What the widget's snippet names the project by; not a secret.</summary>
    public string PublicKey { get; private set; } = "";

    /// <summary>The key with which a site signs its users' identity (HMAC-SHA256 of the external id).</summary>
    public string IdentitySecret { get; private set; } = "";

    /// <summary>The first line that the widget shows.</summary>
    public string Greeting { get; set; } = FirstGreeting;

    /// <summary>How long an approved or sent reply can be undone: 0 to 30 seconds.</summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.Zero;

    /// <summary>After how long without an answer a ticket that awaits the customer closes.</summary>
    public TimeSpan CloseUnansweredAfter { get; set; } = TimeSpan.FromHours(72);

    /// <summary>After how long a resolved ticket closes.</summary>
    public TimeSpan CloseResolvedAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>After how long a ticket that awaits Ensoras enters the Inbox.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether thanks for a ticket that is done are only noted on it, instead of opening it or a new one.
    /// </summary>
    public bool NotesThanks { get; set; } = true;

    /// <summary>The address under which customers reach this desk, for links in e-mails; null while unknown.</summary>
    public string? PublicAddress { get; set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The number that the next ticket gets; counted up in storage, never through this property.</summary>
    public int NextTicketNumber { get; private set; } = 1;

    /// <summary>The key with which reply addresses are signed.</summary>
    public string MailSecret { get; private set; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public void RenewIdentitySecret() => IdentitySecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
