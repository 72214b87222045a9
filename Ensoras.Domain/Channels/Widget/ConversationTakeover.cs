using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>
/// A visitor who wrote unknown and then signed in may continue that conversation: on their own word, while it is open,
/// and only if nobody else signed in on this browser before. Each step can be repeated, so that a lost answer does no
/// harm.
/// </summary>
public sealed class ConversationTakeover(IDbContextFactory<EnsorasDb> databases, TicketDesk desk, TimeProvider time)
{
    private const int MaxAttempts = 5;

    /// <summary>Whether this visitor may be asked. Who is signed in now is remembered: nobody else is asked
    /// later.</summary>
    /// <param name="visit">What the token from before the sign-in opens.</param>
    /// <returns>When the conversation began; null when it is not to be continued.</returns>
    /// <exception cref="ForgedIdentityException">There is a signature, and it is not the site's.</exception>
    public async Task<DateTimeOffset?> OfferAsync(
        AuthenticatedSession visit, WidgetVisitor visitor, CancellationToken cancellationToken)
    {
        visitor.VerifiedExternalId(visit.Project);
        if (!await SignInAsync(visit, visitor, cancellationToken).ConfigureAwait(false)
            || visit.HasEnded || visit.Customer.IsVerified || visit.TicketId is not { } ticketId)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Tickets.Where(ticket => ticket.Id == ticketId)
            .Select(ticket => (DateTimeOffset?)ticket.CreatedAt).SingleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The visitor said that the conversation is theirs. Unsigned, they stay unverified.</summary>
    /// <returns>False when it has ended, or when somebody else signed in on this browser before.</returns>
    /// <exception cref="ForgedIdentityException">There is a signature, and it is not the site's.</exception>
    public async Task<bool> TakeOverAsync(
        AuthenticatedSession visit, WidgetVisitor visitor, CancellationToken cancellationToken)
    {
        visitor.DemandUsableEmail();
        var externalId = visitor.VerifiedExternalId(visit.Project);
        if (externalId is not null && visit.Customer.ExternalId == externalId)
        {
            return true;
        }

        if (visit.TicketId is not { } ticketId || visit.Customer.IsVerified
            || !await SignInAsync(visit, visitor, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        if (externalId is null)
        {
            await IntroduceAsync(visit, visitor, cancellationToken).ConfigureAwait(false);
            return !visit.HasEnded;
        }

        var customer = await FindOrAddAsync(visit, visitor, externalId, cancellationToken).ConfigureAwait(false);
        var isTheirs = await desk.ChangeAsync(
            ticketId,
            Actor.Of(customer),
            (ticket, stamp) => ticket.Identify(stamp, visit.Customer.Id, customer.Id),
            cancellationToken).ConfigureAwait(false);
        if (isTheirs)
        {
            await HandOverAsync(visit, ticketId, customer.Id, cancellationToken).ConfigureAwait(false);
        }

        return isTheirs;
    }

    /// <summary>Notes who is signed in on the browser of this session; false when somebody else was before.</summary>
    private async Task<bool> SignInAsync(
        AuthenticatedSession visit, WidgetVisitor visitor, CancellationToken cancellationToken)
    {
        if (visitor.SignedInAs() is not { } signedInAs)
        {
            return false;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        return await db.WidgetSessions
            .Where(row => row.Id == visit.Session.Id && (row.SignedInAs == null || row.SignedInAs == signedInAs))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SignedInAs, signedInAs), cancellationToken)
            .ConfigureAwait(false) == 1;
    }

    private async Task IntroduceAsync(
        AuthenticatedSession visit, WidgetVisitor visitor, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        visitor.Introduce(
            await db.Customers.SingleAsync(row => row.Id == visit.Customer.Id, cancellationToken)
                .ConfigureAwait(false), null);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Customer> FindOrAddAsync(
        AuthenticatedSession visit, WidgetVisitor visitor, string externalId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            var customer = await db.FindCustomerAsync(visit.Project.Id, externalId, cancellationToken)
                .ConfigureAwait(false);
            if (customer is null)
            {
                customer = new Customer(visit.Project.Id, visit.Customer.Name, visit.Customer.Email, time.GetUtcNow());
                db.Add(customer);
            }

            visitor.Introduce(customer, externalId);
            try
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return customer;
            }
            catch (DbUpdateException error) when (db.IsDuplicate(error) && attempt < MaxAttempts)
            {
                // The same person arrived in another tab: now they are known.
            }
        }
    }

    /// <summary>The session and what waits in it are the customer's; every other token to the conversation
    /// ends.</summary>
    private async Task HandOverAsync(
        AuthenticatedSession visit, Guid ticketId, Guid customerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await db.Attachments
            .Where(file => file.UploadedById == visit.Customer.Id && file.MessageId == null)
            .Where(file => file.TicketId == null || file.TicketId == ticketId)
            .ExecuteUpdateAsync(set => set.SetProperty(file => file.UploadedById, customerId), cancellationToken)
            .ConfigureAwait(false);
        await db.WidgetSessions.Where(session => session.TicketId == ticketId && session.Id != visit.Session.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.ExpiresAt, now), cancellationToken)
            .ConfigureAwait(false);
        await db.WidgetSessions.Where(session => session.Id == visit.Session.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.CustomerId, customerId), cancellationToken)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
