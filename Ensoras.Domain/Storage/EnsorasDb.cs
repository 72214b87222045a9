using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage.Mapping;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Everything that is stored. One per operation, from a factory. Which database it is, only <see cref="SqliteDb"/> and
/// <see cref="PostgresDb"/> know.
/// </summary>
public abstract partial class EnsorasDb(DbContextOptions options) : DbContext(options)
{
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

    public DbSet<InboundMail> InboundMails => Set<InboundMail>();

    public DbSet<InboundMailPart> InboundMailParts => Set<InboundMailPart>();

    public DbSet<UndeliverableAddress> UndeliverableAddresses => Set<UndeliverableAddress>();

    public DbSet<Mailbox> Mailboxes => Set<Mailbox>();

    public DbSet<ProjectMail> ProjectMails => Set<ProjectMail>();

    public DbSet<Article> Articles => Set<Article>();

    public DbSet<Passage> Passages => Set<Passage>();

    public DbSet<Server> Servers => Set<Server>();

    public DbSet<ClockJump> ClockJumps => Set<ClockJump>();

    public DbSet<ClockJumpClosing> ClockJumpClosings => Set<ClockJumpClosing>();

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    /// <summary>
    /// Saves new protection keys; the only synchronous write, because the framework's key ring asks for one.
    /// </summary>
    public void SaveKeys() => SaveChanges();

    /// <summary>Whether several servers may work on it.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Whether it can copy itself; another is backed up with its own tools.</summary>
    public virtual bool CopiesItself => false;

    /// <summary>How much room is left where it lies; null where that is not for this server to know.</summary>
    public virtual long? FreeBytes => null;

    /// <summary>Whether it has any table of a desk.</summary>
    public abstract Task<bool> HasTablesAsync(CancellationToken cancellationToken);

    /// <summary>Copies everything, as of one moment, into a file beside it, and checks the copy.</summary>
    /// <param name="label">What the copy is for, as part of its name.</param>
    /// <returns>The file.</returns>
    /// <exception cref="RuleBrokenException">It could not be copied.</exception>
    public virtual Task<string> CopyBesideAsync(string label, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>From now on, this context waits for a lock for about a second only.</summary>
    public virtual Task WaitBrieflyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Counts a server's beat up, which also shows that something can be stored. The turn to write is the caller's.
    /// </summary>
    public async Task BeatAsync(Guid serverId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var beaten = await Servers
            .Where(server => server.Id == serverId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(server => server.Beat, server => server.Beat + 1),
                cancellationToken)
            .ConfigureAwait(false);
        if (beaten == 0)
        {
            if (!IsShared)
            {
                await Servers.ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            }

            Add(new Server(serverId, Environment.MachineName, now));
            await SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// How many tickets of the project wait in the Inbox; one row at most, to be joined or read by itself.
    /// </summary>
    public virtual IQueryable<int> InboxSize(Guid projectId) =>
        Projects
            .Where(project => project.Id == projectId)
            .Select(project => Tickets.Count(ticket => ticket.ProjectId == projectId && ticket.InboxRank != null));

    /// <summary>
    /// Lets the database learn how its rows are spread, so that it takes the right index. After migrating and after an
    /// import; costs milliseconds.
    /// </summary>
    public virtual Task LearnAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default)
    {
        // What changed is found out once, not at every look at the entries.
        ChangeTracker.DetectChanges();
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await NumberProjectsAsync(cancellationToken).ConfigureAwait(false);
            return await SaveAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private async Task<int> SaveAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var indexing = SearchIndexing.Of(ChangeTracker);
        if (indexing.IsEmpty)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }

        if (Database.CurrentTransaction is not null)
        {
            return await SaveAndIndexAsync(indexing, acceptAllChangesOnSuccess, cancellationToken)
                .ConfigureAwait(false);
        }

        var transaction = await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var saved = await SaveAndIndexAsync(indexing, acceptAllChangesOnSuccess, cancellationToken)
                .ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return saved;
        }
    }

    private async Task<int> SaveAndIndexAsync(
        SearchIndexing indexing,
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken)
    {
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        await indexing.WriteAsync(this, cancellationToken).ConfigureAwait(false);
        return saved;
    }

    private async Task NumberProjectsAsync(CancellationToken cancellationToken)
    {
        foreach (
            var entry in ChangeTracker
                .Entries<Project>()
                .Where(entry => entry.State is EntityState.Added && entry.Entity.Ordinal == 0)
                .ToList())
        {
            var highest =
                await Projects.MaxAsync(project => (int?)project.Ordinal, cancellationToken).ConfigureAwait(false)
                ?? 0;
            entry.Property(project => project.Ordinal).CurrentValue =
                Math.Max(highest, ChangeTracker.Entries<Project>().Max(other => other.Entity.Ordinal)) + 1;
        }
    }

    /// <summary>How many open tickets a team has.</summary>
    public Task<int> CountOpenOfTeamAsync(Guid projectId, Guid teamId, CancellationToken cancellationToken) =>
        Tickets.CountAsync(
            ticket => ticket.ProjectId == projectId && ticket.TeamId == teamId && ticket.Status != TicketStatus.Closed,
            cancellationToken);

    /// <summary>The versions that these articles have now; those that were deleted are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> ReadArticleVersionsAsync(
        IReadOnlyCollection<Guid> articleIds,
        CancellationToken cancellationToken) =>
        articleIds.Count == 0
            ? new Dictionary<Guid, int>()
            : await Articles
                .Where(article => articleIds.Contains(article.Id))
                .Select(article => new { article.Id, article.Version })
                .ToDictionaryAsync(article => article.Id, article => article.Version, cancellationToken)
                .ConfigureAwait(false);

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

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<TimeSpan>().HaveConversion<long>();
        configurationBuilder.Properties<Sentence>().HaveConversion<SentenceConversion>();
    }
}
