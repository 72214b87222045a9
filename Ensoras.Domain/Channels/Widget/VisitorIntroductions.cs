using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>Visitors who say who they are, later than with their first message.</summary>
public sealed class VisitorIntroductions(IDbContextFactory<EnsorasDb> databases, TicketDesk desk)
{
    /// <exception cref="RuleBrokenException">The address cannot be one, or the conversation is not this signed-in
    /// person's.</exception>
    /// <exception cref="ForgedIdentityException">There is a signature, and it is not the site's.</exception>
    public async Task IntroduceAsync(
        AuthenticatedSession visit, WidgetVisitor visitor, CancellationToken cancellationToken)
    {
        visitor.DemandUsableEmail();
        var externalId = visitor.VerifiedExternalId(visit.Project);
        if (externalId is not null && externalId != visit.Customer.ExternalId)
        {
            throw new RuleBrokenException(Sentence.Of("Channels.ConfirmConversation"));
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var customer = await db.Customers.SingleAsync(row => row.Id == visit.Customer.Id, cancellationToken)
            .ConfigureAwait(false);
        visitor.Introduce(customer, externalId);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        if (visit.TicketId is { } ticketId)
        {
            desk.PublishCustomer(visit.Project.Id, ticketId);
        }
    }
}

internal static class KnownCustomers
{
    /// <summary>The customer with this external id, which the project's site has signed.</summary>
    public static Task<Customer?> FindCustomerAsync(
        this EnsorasDb db, Guid projectId, string externalId, CancellationToken cancellationToken) =>
        db.Customers.SingleOrDefaultAsync(
            customer => customer.ProjectId == projectId && customer.ExternalId == externalId, cancellationToken);

    /// <summary>A signed identity may change what is known; a typed one only adds what a verified customer
    /// lacks.</summary>
    public static void Introduce(this WidgetVisitor visitor, Customer customer, string? externalId)
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
}
