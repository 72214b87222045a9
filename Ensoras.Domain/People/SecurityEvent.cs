namespace Ensoras.Domain.People;

/// <summary>What the security log tells of. Stored as numbers: new kinds go to the end.</summary>
public enum SecurityEventKind
{
    SignedIn,
    SignInFailed,

    /// <summary>Too many attempts; the password was not even looked at.</summary>
    SignInBlocked,
    SignedOut,
    PasswordChanged,

    /// <summary>The operator made a one-time password on the server.</summary>
    PasswordReset,
    RoleChanged,
    Deactivated,
    Reactivated,
    Invited,
    InvitationRevoked,
    InvitationAccepted,

    /// <summary>Every session of a person was ended at once.</summary>
    SessionsEnded,
    DeskSetUp,
    IdentitySecretRenewed,
}

/// <summary>
/// A line of the security log: who did what to whose account, when and from where. Rows are only ever added.
/// </summary>
public sealed class SecurityEvent
{
    /// <summary>What a person at the server is called who uses its commands.</summary>
    public const string Operator = "the operator";

    private const int MaxAccountLength = 254;
    private string _account = "";

    private SecurityEvent()
    {
    }

    /// <summary>Something about the account of a person of the desk.</summary>
    public SecurityEvent(SecurityEventKind kind, Agent agent, DateTimeOffset now)
        : this(kind, agent.Email ?? "", now) => (ProjectId, AgentId) = (agent.ProjectId, agent.Id);

    /// <summary>Something about an address that may belong to nobody.</summary>
    public SecurityEvent(SecurityEventKind kind, string account, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Kind = kind;
        At = now;
        Account = account;
    }

    public Guid Id { get; private set; }

    public Guid? ProjectId { get; init; }

    public DateTimeOffset At { get; private set; }

    public SecurityEventKind Kind { get; private set; }

    /// <summary>The email address of the account, as it was typed; in one line.</summary>
    public string Account
    {
        get => _account;
        private set =>
            _account = new string([
                .. value
                    .Trim()
                    .Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))
                    .Take(MaxAccountLength),
            ]);
    }

    /// <summary>The person whose account it is; null when there is none.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>The admin who did it; null when it was the person themselves, a stranger or the operator.</summary>
    public Guid? ById { get; init; }

    public string? ByName { get; init; }

    /// <summary>The network address it came from, where it is known.</summary>
    public string? Address { get; init; }

    /// <summary>What there is to say beside the kind, such as "Lead → Agent".</summary>
    public string? Detail { get; init; }
}
