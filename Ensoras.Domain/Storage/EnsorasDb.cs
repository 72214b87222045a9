using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Storage;

/// <summary>Everything that is stored. One per operation, from a factory. Which database it is, only <see cref="SqliteDb"/> and <see cref="PostgresDb"/> know.</summary>
public abstract class EnsorasDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>A search ranks at most so many of the newest matching messages: a common word must not cost seconds.</summary>
    protected const int MaxRanked = 10_000;

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Agent> Agents => Set<Agent>();

    public DbSet<AgentSession> AgentSessions => Set<AgentSession>();

    public DbSet<SecurityEvent> SecurityEvents => Set<SecurityEvent>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Preference> Preferences => Set<Preference>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<ToolCall> ToolCalls => Set<ToolCall>();

    public DbSet<BulkJob> BulkJobs => Set<BulkJob>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<AttachmentPart> AttachmentParts => Set<AttachmentPart>();

    public DbSet<TicketEvent> TicketEvents => Set<TicketEvent>();

    public DbSet<Workflow> Workflows => Set<Workflow>();

    public DbSet<WorkflowRun> WorkflowRuns => Set<WorkflowRun>();

    public DbSet<WidgetSession> WidgetSessions => Set<WidgetSession>();

    public DbSet<Article> Articles => Set<Article>();

    public DbSet<Passage> Passages => Set<Passage>();

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    /// <summary>Saves new protection keys; the only synchronous write, because the framework's key ring asks for one.</summary>
    public void SaveKeys() => SaveChanges();

    /// <summary>The turn to write. SQLite has one writer at a time, and waiting for it here is fair and cheap where retrying is not.</summary>
    /// <returns>Dispose it to let the next one in.</returns>
    public abstract ValueTask<IAsyncDisposable> TakeWriteTurnAsync(CancellationToken cancellationToken);

    /// <summary>The turn to change one ticket, also between servers. Where it is a transaction, it ends by committing it.</summary>
    /// <returns>Dispose it to let the next one in.</returns>
    public virtual ValueTask<IAsyncDisposable> TakeTicketTurnAsync(Guid ticketId, CancellationToken cancellationToken) => TakeWriteTurnAsync(cancellationToken);

    /// <summary>The turn to change several tickets at once. Where it is a transaction, it ends by committing it.</summary>
    /// <returns>Dispose it to let the next one in.</returns>
    public virtual ValueTask<IAsyncDisposable> TakeTicketTurnsAsync(IReadOnlyList<Guid> ticketIds, CancellationToken cancellationToken) => TakeWriteTurnAsync(cancellationToken);

    /// <summary>How many tickets of the project wait in the Inbox; one row at most, to be joined or read by itself.</summary>
    public virtual IQueryable<int> InboxSize(Guid projectId) =>
        Projects.Where(project => project.Id == projectId).Select(project => Tickets.Count(ticket => ticket.ProjectId == projectId && ticket.InboxRank != null));

    /// <summary>Passages that hold any of <paramref name="terms"/>, best first.</summary>
    /// <param name="terms">Words as a person writes them; they are matched by their stem.</param>
    public abstract Task<IReadOnlyList<RankedPassage>> RankPassagesAsync(Guid projectId, IReadOnlyCollection<string> terms, int most, CancellationToken cancellationToken);

    /// <summary>In how many passages each of <paramref name="terms"/> stands.</summary>
    public abstract Task<IReadOnlyDictionary<string, int>> CountPassagesAsync(Guid projectId, IReadOnlyCollection<string> terms, CancellationToken cancellationToken);

    /// <summary>Lets the database learn how its rows are spread, so that it takes the right index. After migrating and after an import; costs milliseconds.</summary>
    public virtual Task LearnAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The tickets in which all of <paramref name="words"/> stand, among the newest thousands of matching messages; to be joined and ordered.</summary>
    /// <param name="words">At least one run of letters and digits; matched by their stem, the last one also by its beginning.</param>
    public abstract IQueryable<TicketHit> FindTickets(Guid projectId, IReadOnlyList<string> words);

    /// <summary>What was hit in these entries: in the title, in the customer's name and address, and the words around it in the message's own text.</summary>
    public abstract Task<IReadOnlyList<HitText>> ShowHitsAsync(IReadOnlyList<string> words, IReadOnlyCollection<long> entryIds, CancellationToken cancellationToken);

    /// <summary>How many open tickets a team has.</summary>
    public Task<int> CountOpenOfTeamAsync(Guid projectId, Guid teamId, CancellationToken cancellationToken) =>
        Tickets.CountAsync(ticket => ticket.ProjectId == projectId && ticket.TeamId == teamId && ticket.Status != TicketStatus.Closed, cancellationToken);

    /// <summary>The versions that these articles have now; those that were deleted are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> ReadArticleVersionsAsync(IReadOnlyCollection<Guid> articleIds, CancellationToken cancellationToken) =>
        articleIds.Count == 0 ? new Dictionary<Guid, int>() : await Articles.Where(article => articleIds.Contains(article.Id))
            .Select(article => new { article.Id, article.Version })
            .ToDictionaryAsync(article => article.Id, article => article.Version, cancellationToken).ConfigureAwait(false);

    /// <summary>Whether saving failed because a row with the same unique key is already there.</summary>
    public abstract bool IsDuplicate(DbUpdateException error);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EnsorasDb).Assembly);
        modelBuilder.Entity<IdentityUserClaim<Guid>>().ToTable("AgentClaims");
        modelBuilder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.ToTable("AgentLogins");
            login.HasKey(row => new { row.LoginProvider, row.ProviderKey });
        });
        modelBuilder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("AgentTokens");
            token.HasKey(row => new { row.UserId, row.LoginProvider, row.Name });
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<TimeSpan>().HaveConversion<long>();
}
