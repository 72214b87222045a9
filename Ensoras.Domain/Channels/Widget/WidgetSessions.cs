using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>Visitors' sessions: how they begin, what their token opens, and how they end.</summary>
public sealed class WidgetSessions(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    LiveUpdates live,
    TimeProvider time)
{
    private const int MaxAttempts = 5;
    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(30);

    /// <summary>The project that a site's snippet names; null when there is none.</summary>
    public async Task<Project?> FindProjectAsync(string publicKey, CancellationToken cancellationToken)
    {
        if (!publicKey.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Projects.AsNoTracking()
            .SingleOrDefaultAsync(project => project.PublicKey == publicKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The oldest project, for a page that names none; null before the desk is set up.</summary>
    public async Task<Project?> FirstProjectAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Projects.AsNoTracking().OrderBy(project => project.Id)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Begins a session. A signed visitor is the customer with that external id; an unsigned one is nobody the desk
    /// knows, whatever they call themselves, unless <paramref name="earlier"/> shows that they were here before.
    /// </summary>
    /// <param name="earlier">What the visitor's last token opens: an ended conversation is linked, an open one
    /// continues. It counts for the same person only; see <see cref="ConversationTakeover"/> for who signs in
    /// later.</param>
    /// <exception cref="ForgedIdentityException">There is a signature, and it is not the site's.</exception>
    /// <exception cref="RuleBrokenException">The email address cannot be one.</exception>
    public async Task<WidgetStart> StartAsync(
        Project project,
        WidgetVisitor visitor,
        WidgetPage? page,
        AuthenticatedSession? earlier,
        CancellationToken cancellationToken)
    {
        visitor.DemandUsableEmail();
        var externalId = visitor.VerifiedExternalId(project);
        if (earlier is not null && !earlier.IsOf(visitor, externalId))
        {
            earlier = null;
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            var customer = await FindCustomerAsync(db, project, externalId, earlier, cancellationToken)
                .ConfigureAwait(false);
            if (customer is null)
            {
                customer = new Customer(project.Id, visitor.PlainName() ?? "", visitor.PlainEmail(), time.GetUtcNow());
                db.Add(customer);
            }

            visitor.Introduce(customer, externalId);
            var (session, token) = Begin(project, customer, earlier);
            session.SignIn(earlier?.Session.SignedInAs);
            session.SignIn(visitor.SignedInAs());
            session.Seen(time.GetUtcNow(), page?.Address(), page?.PlainTitle());
            db.Add(session);
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return new WidgetStart(token, customer);
            }
            catch (DbUpdateException error) when (db.IsDuplicate(error) && attempt < MaxAttempts)
            {
                // The same person arrived in another tab: now they are known.
            }
        }
    }

    /// <summary>What a token opens; null when it was never given out or has expired.</summary>
    public async Task<AuthenticatedSession?> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        var hash = WidgetSession.Hash(token);
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = await (
            from session in db.WidgetSessions
            where session.TokenHash == hash && session.ExpiresAt > now
            join customer in db.Customers on session.CustomerId equals customer.Id
            join project in db.Projects on session.ProjectId equals project.Id
            join ticket in db.Tickets on session.TicketId equals ticket.Id into tickets
            from ticket in tickets.DefaultIfEmpty()
            select new
            {
                session,
                customer,
                project,
                Status = (TicketStatus?)ticket.Status,
                Who = (Guid?)ticket.CustomerId,
                Last = (int?)EF.Property<int>(ticket, "LastShownNumber"),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return found is null ? null : new AuthenticatedSession(
            found.session,
            found.customer,
            found.project,
            found.Status is TicketStatus.Closed,
            found.Last ?? 0,
            found.Who ?? found.customer.Id);
    }

    /// <summary>The visitor is there, on this page. Stored when the page is another or the last sign is half a minute
    /// old.</summary>
    public async Task SeenAsync(AuthenticatedSession visit, WidgetPage? page, CancellationToken cancellationToken)
    {
        var (now, session) = (time.GetUtcNow(), visit.Session);
        var (address, title) = (page?.Address(), page?.PlainTitle());
        var isElsewhere = (address ?? session.PageAddress) != session.PageAddress
            || (title ?? session.PageTitle) != session.PageTitle;
        if (!isElsewhere && now - session.LastSeenAt < SeenEvery)
        {
            return;
        }

        try
        {
            await ChangeSessionAsync(session.Id, stored => stored.Seen(now, address, title), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The conversation began at this very moment, which says the same: the visitor is here.
        }

        if (isElsewhere && visit.TicketId is { } ticketId)
        {
            live.Publish(LiveScope.Presence(ticketId), LiveScope.Visitors);
        }
    }

    /// <summary>The visitor ends the conversation. Ending it twice is no mistake.</summary>
    public async Task CloseAsync(AuthenticatedSession visit, CancellationToken cancellationToken)
    {
        if (visit.TicketId is { } ticketId)
        {
            await desk.ChangeAsync(ticketId, Actor.Of(visit.Customer), CloseIfOpen, cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        try
        {
            await ChangeSessionAsync(visit.Session.Id, session => session.End(time.GetUtcNow()), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The first message came in another tab at this very moment: there is a ticket to close now.
            var session = await FindSessionAsync(visit.Session.Id, cancellationToken).ConfigureAwait(false);
            await CloseAsync(visit with { Session = session }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The session as it is stored now.</summary>
    public async Task<WidgetSession> FindSessionAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.WidgetSessions.AsNoTracking()
            .SingleAsync(session => session.Id == sessionId, cancellationToken)
            .ConfigureAwait(false);
    }

    private static void CloseIfOpen(Ticket ticket, Stamp stamp)
    {
        if (ticket.IsOpen)
        {
            ticket.Close(stamp);
        }
    }

    private (WidgetSession Session, string Token) Begin(
        Project project, Customer customer, AuthenticatedSession? earlier)
    {
        var continues = earlier is { HasEnded: false, TicketId: not null };
        var previous = continues
            ? earlier!.Session.PreviousTicketId
            : earlier?.TicketId ?? earlier?.Session.PreviousTicketId;
        var begun = WidgetSession.Create(project.Id, customer.Id, previous, time.GetUtcNow());
        if (continues)
        {
            begun.Session.Begin(earlier!.TicketId!.Value);
        }

        return begun;
    }

    private async Task ChangeSessionAsync(
        Guid sessionId, Action<WidgetSession> change, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        change(await db.WidgetSessions.SingleAsync(session => session.Id == sessionId, cancellationToken)
            .ConfigureAwait(false));
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Customer?> FindCustomerAsync(
        EnsorasDb db,
        Project project,
        string? externalId,
        AuthenticatedSession? earlier,
        CancellationToken cancellationToken) =>
        externalId is not null
            ? await db.FindCustomerAsync(project.Id, externalId, cancellationToken).ConfigureAwait(false)
            : earlier is not null
                ? await db.Customers.SingleAsync(row => row.Id == earlier.Customer.Id, cancellationToken)
                    .ConfigureAwait(false)
                : null;
}
