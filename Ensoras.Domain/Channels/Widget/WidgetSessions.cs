using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>Visitors and their sessions: who somebody is, and what their token opens. What they say goes through <see cref="WidgetConversation"/>.</summary>
public sealed class WidgetSessions(IDbContextFactory<EnsorasDb> databases, TicketDesk desk, LiveUpdates live, TimeProvider time)
{
    private const int MaxAttempts = 5;
    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(30);

    /// <summary>The project that a site's snippet names; null when there is none.</summary>
    public async Task<Project?> FindProjectAsync(string publicKey, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Projects.AsNoTracking().SingleOrDefaultAsync(project => project.PublicKey == publicKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The project to show on a page that names none: the oldest; null before the desk is set up.</summary>
    public async Task<Project?> FirstProjectAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Projects.AsNoTracking().OrderBy(project => project.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether somebody of the team has the desk open: every signed-in screen follows the project's tickets.</summary>
    public bool IsAnybodyThere(Guid projectId) => live.IsFollowed(LiveScope.Tickets(projectId));

    /// <summary>
    /// Begins a session. A signed visitor is the customer with that external id; an unsigned one is nobody the desk knows,
    /// whatever name and address they give, unless <paramref name="earlier"/> shows that they were here before.
    /// </summary>
    /// <param name="earlier">What the visitor's last token opens: an ended conversation is linked, an open one goes on.</param>
    /// <exception cref="ForgedIdentityException">There is a signature, and it is not the site's.</exception>
    public async Task<WidgetStart> StartAsync(Project project, WidgetVisitor visitor, WidgetPage? page, AuthenticatedSession? earlier, CancellationToken cancellationToken)
    {
        var externalId = visitor.VerifiedExternalId(project);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            var customer = await FindCustomerAsync(db, project, externalId, earlier, cancellationToken).ConfigureAwait(false);
            if (customer is null)
            {
                customer = new Customer(project.Id, visitor.PlainName() ?? "", visitor.PlainEmail(), time.GetUtcNow());
                db.Add(customer);
            }

            Introduce(customer, visitor, externalId);
            var goesOn = earlier is { HasEnded: false, TicketId: not null } && earlier.Customer.Id == customer.Id;
            var previous = goesOn ? earlier!.Session.PreviousTicketId : PreviousTicket(earlier, customer);
            var (session, token) = WidgetSession.Create(project.Id, customer.Id, previous, time.GetUtcNow());
            if (goesOn)
            {
                session.Begin(earlier!.TicketId!.Value);
            }

            session.Seen(time.GetUtcNow(), page?.Address(), page?.PlainTitle());
            db.Add(session);
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return new WidgetStart(token, customer);
            }
            catch (DbUpdateException error) when (db.IsDuplicate(error) && attempt < MaxAttempts)
            {
                // The same person came in by another tab: now they are known.
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
        return found is null
            ? null
            : new AuthenticatedSession(found.session, found.customer, found.project, found.Status is TicketStatus.Closed, found.Last ?? 0, found.Who ?? found.customer.Id);
    }

    /// <summary>The visitor is there, on this page. Stored when the page is another or the last sign is half a minute old.</summary>
    public async Task SeenAsync(AuthenticatedSession visit, WidgetPage? page, CancellationToken cancellationToken)
    {
        var (now, session) = (time.GetUtcNow(), visit.Session);
        var (address, title) = (page?.Address(), page?.PlainTitle());
        var isElsewhere = (address ?? session.PageAddress) != session.PageAddress || (title ?? session.PageTitle) != session.PageTitle;
        if (!isElsewhere && now - session.LastSeenAt < SeenEvery)
        {
            return;
        }

        try
        {
            await ChangeSessionAsync(session.Id, stored => stored.Seen(now, address, title), cancellationToken).ConfigureAwait(false);
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

    /// <summary>The visitor says who they are, later than with their first message.</summary>
    /// <exception cref="RuleBrokenException">The address cannot be one.</exception>
    /// <exception cref="ForgedIdentityException">There is a signature, and it is not the site's.</exception>
    public async Task IntroduceAsync(AuthenticatedSession visit, WidgetVisitor visitor, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(visitor.Email) && visitor.PlainEmail() is null)
        {
            throw new RuleBrokenException("This does not look like an e-mail address. Check it, or leave it out.");
        }

        var externalId = visitor.VerifiedExternalId(visit.Project);
        for (var attempt = 1; !await TryIntroduceAsync(visit, visitor, externalId, mayFail: attempt < MaxAttempts, cancellationToken).ConfigureAwait(false); attempt++)
        {
        }

        if (visit.TicketId is { } ticketId)
        {
            desk.PublishCustomer(visit.Project.Id, ticketId);
        }
    }

    /// <summary>The visitor ends the conversation. Ending it twice is no mistake.</summary>
    public async Task CloseAsync(AuthenticatedSession visit, CancellationToken cancellationToken)
    {
        if (visit.TicketId is { } ticketId)
        {
            await desk.ChangeAsync(ticketId, Actor.Of(visit.Customer), CloseIfOpen, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await ChangeSessionAsync(visit.Session.Id, session => session.End(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The first message came in another tab at this very moment: there is a ticket to close now.
            await CloseAsync(visit with { Session = await FindSessionAsync(visit.Session.Id, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The session as it is stored now.</summary>
    public async Task<WidgetSession> FindSessionAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.WidgetSessions.AsNoTracking().SingleAsync(session => session.Id == sessionId, cancellationToken).ConfigureAwait(false);
    }

    private static void CloseIfOpen(Ticket ticket, Stamp stamp)
    {
        if (ticket.IsOpen)
        {
            ticket.Close(stamp);
        }
    }

    private async Task ChangeSessionAsync(Guid sessionId, Action<WidgetSession> change, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        change(await db.WidgetSessions.SingleAsync(session => session.Id == sessionId, cancellationToken).ConfigureAwait(false));
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TryIntroduceAsync(AuthenticatedSession visit, WidgetVisitor visitor, string? externalId, bool mayFail, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var customer = await db.Customers.SingleAsync(row => row.Id == visit.Customer.Id, cancellationToken).ConfigureAwait(false);
        var known = externalId is null ? null : await FindCustomerAsync(db, visit.Project, externalId, null, cancellationToken).ConfigureAwait(false);
        if (externalId is not null && customer.ExternalId is not null && customer.ExternalId != externalId)
        {
            throw new RuleBrokenException("This conversation belongs to another signed-in person. A new message starts a new one.");
        }

        if (known is null || known.Id == customer.Id)
        {
            Introduce(customer, visitor, externalId);
        }
        else
        {
            // What was said anonymously stays where it is, under the name given; the next conversation is the known customer's.
            Introduce(customer, visitor, null);
            Introduce(known, visitor, externalId);
            (await db.WidgetSessions.SingleAsync(row => row.Id == visit.Session.Id, cancellationToken).ConfigureAwait(false)).BelongsTo(known.Id);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException error) when (mayFail && (error is DbUpdateConcurrencyException || db.IsDuplicate(error)))
        {
            return false;
        }
    }

    /// <summary>Who the visitor is, if the desk may know: by the site's signature, or as the unsigned person that the same browser was before.</summary>
    private static async Task<Customer?> FindCustomerAsync(EnsorasDb db, Project project, string? externalId, AuthenticatedSession? earlier, CancellationToken cancellationToken)
    {
        var isGoingOn = earlier?.Customer.ExternalId is null;
        if (externalId is null)
        {
            return earlier is not null && isGoingOn
                ? await db.Customers.SingleOrDefaultAsync(customer => customer.Id == earlier.Customer.Id, cancellationToken).ConfigureAwait(false)
                : null;
        }

        var known = await db.Customers.SingleOrDefaultAsync(customer => customer.ProjectId == project.Id && customer.ExternalId == externalId, cancellationToken).ConfigureAwait(false);
        return known ?? (earlier is not null && isGoingOn
            ? await db.Customers.SingleOrDefaultAsync(customer => customer.Id == earlier.Customer.Id, cancellationToken).ConfigureAwait(false)
            : null);
    }

    /// <summary>A signed identity may change what is known; a typed one only adds what is missing to a verified customer.</summary>
    private static void Introduce(Customer customer, WidgetVisitor visitor, string? externalId)
    {
        var (name, email) = (visitor.PlainName(), visitor.PlainEmail());
        if (customer.IsVerified && externalId is null)
        {
            customer.Introduce(customer.Name, customer.Email ?? email);
            return;
        }

        customer.Introduce(name ?? customer.Name, email ?? customer.Email);
        if (externalId is not null)
        {
            customer.Verify(externalId);
        }
    }

    /// <summary>The conversation that the next one is linked to. Another person's is not.</summary>
    private static Guid? PreviousTicket(AuthenticatedSession? earlier, Customer customer) =>
        earlier is not null && (earlier.Customer.Id == customer.Id || earlier.Customer.ExternalId is null)
            ? earlier.TicketId ?? earlier.Session.PreviousTicketId
            : null;
}
