using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Servers;
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

    public DbSet<Server> Servers => Set<Server>();

    public DbSet<ClockJump> ClockJumps => Set<ClockJump>();

    public DbSet<ClockJumpClosing> ClockJumpClosings => Set<ClockJumpClosing>();

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    /// <summary>Saves new protection keys; the only synchronous write, because the framework's key ring asks for one.</summary>
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
    public virtual Task<string> CopyBesideAsync(string label, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Counts a server's beat up, which also shows that something can be stored. The turn to write is the caller's.</summary>
    public async Task BeatAsync(Guid serverId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var beaten = await Servers.Where(server => server.Id == serverId)
            .ExecuteUpdateAsync(set => set.SetProperty(server => server.Beat, server => server.Beat + 1), cancellationToken).ConfigureAwait(false);
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

    /// <summary>The turn to write. SQLite has one writer at a time, and waiting for it here is fair and cheap where retrying is not.</summary>
    /// <returns>Dispose it to let the next one in.</returns>
    public abstract ValueTask<IAsyncDisposable> TakeWriteTurnAsync(CancellationToken cancellationToken);

    /// <summary>The turn to make one change in a transaction, which <see cref="CommitTurnAsync"/> ends; disposing it without undoes the change.</summary>
    /// <param name="isBackground">Whether nobody waits for it: people come first.</param>
    public abstract ValueTask<IAsyncDisposable> TakeChangeTurnAsync(bool isBackground, CancellationToken cancellationToken);

    /// <summary>The same to change one ticket, also between servers.</summary>
    public abstract ValueTask<IAsyncDisposable> TakeTicketTurnAsync(Guid ticketId, bool isBackground, CancellationToken cancellationToken);

    /// <summary>The turn to change several tickets at once, ended by <see cref="CommitTurnAsync"/> too.</summary>
    public virtual ValueTask<IAsyncDisposable> TakeTicketTurnsAsync(IReadOnlyList<Guid> ticketIds, CancellationToken cancellationToken) => TakeWriteTurnAsync(cancellationToken);

    /// <summary>Ends a turn: what was saved in it is stored when this is done.</summary>
    public virtual async Task CommitTurnAsync(CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is { } transaction)
        {
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

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
