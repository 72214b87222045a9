namespace Ensoras.Domain.Live;

/// <summary>What a screen watches.</summary>
public enum LiveTopic
{
    /// <summary>Some ticket of a project changed; lists and badges.</summary>
    Tickets,

    /// <summary>One ticket changed.</summary>
    Ticket,

    /// <summary>Who is on one ticket, and who is typing; never stored.</summary>
    Presence,

    /// <summary>Which visitors have the chat open; never stored.</summary>
    Visitors,

    /// <summary>Who at the desk looks at which ticket; never stored.</summary>
    Viewing,

    /// <summary>The knowledge base of a project.</summary>
    Knowledge,

    /// <summary>The workflows of a project.</summary>
    Workflows,

    /// <summary>The people, teams and settings of a project.</summary>
    Project,

    /// <summary>A visitor's chat that has no ticket yet.</summary>
    Session,

    /// <summary>The bulk actions of one person.</summary>
    Runs,

    /// <summary>One person's account: role, being active, sessions.</summary>
    Agent,

    /// <summary>A server's clock jumped, or an admin dealt with that.</summary>
    Clock,

    /// <summary>The mailboxes of a project and what arrived in them.</summary>
    Mail,
}

/// <summary>What changed, by name only: a screen that watches it reads again.</summary>
public readonly record struct LiveScope(LiveTopic Topic, Guid Id)
{
    public static LiveScope Tickets(Guid projectId) => new(LiveTopic.Tickets, projectId);

    public static LiveScope Ticket(Guid ticketId) => new(LiveTopic.Ticket, ticketId);

    public static LiveScope Presence(Guid ticketId) => new(LiveTopic.Presence, ticketId);

    /// <summary>Somebody began or stopped replying on some ticket; for lists.</summary>
    public static LiveScope Replying => new(LiveTopic.Presence, Guid.Empty);

    /// <summary>Somebody at the desk came to some ticket or left it; for the list of active chats.</summary>
    public static LiveScope Viewing => new(LiveTopic.Viewing, Guid.Empty);

    /// <summary>Some visitor came, left, or began or stopped typing; for the list of active chats.</summary>
    public static LiveScope Visitors => new(LiveTopic.Visitors, Guid.Empty);

    public static LiveScope Knowledge(Guid projectId) => new(LiveTopic.Knowledge, projectId);

    public static LiveScope Workflows(Guid projectId) => new(LiveTopic.Workflows, projectId);

    public static LiveScope Project(Guid projectId) => new(LiveTopic.Project, projectId);

    public static LiveScope Agent(Guid agentId) => new(LiveTopic.Agent, agentId);

    public static LiveScope Mail(Guid projectId) => new(LiveTopic.Mail, projectId);

    public static LiveScope Runs(Guid agentId) => new(LiveTopic.Runs, agentId);

    public static LiveScope Clock => new(LiveTopic.Clock, Guid.Empty);

    public static LiveScope Session(Guid sessionId) => new(LiveTopic.Session, sessionId);
}
