using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>Gives a customer the address that replies go to, such as one that an import did not know.</summary>
public sealed class CustomerAddresses(IDbContextFactory<EnsorasDb> databases, TicketDesk desk)
{
    /// <exception cref="RuleBrokenException">It is no address, or the customer has one.</exception>
    public async Task AddAsync(
        Actor by,
        Guid projectId,
        Guid customerId,
        string? email,
        CancellationToken cancellationToken)
    {
        if (by.Kind is not Sender.Agent)
        {
            throw new RuleBrokenException(Sentence.Of("People.TeamOnly"));
        }

        if (!EmailAddresses.TryParse(email, out var address))
        {
            throw new RuleBrokenException(Sentence.Of("People.CustomerNotAnAddress"));
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var customer =
            await db
                .Customers.SingleOrDefaultAsync(
                    row => row.Id == customerId && row.ProjectId == projectId,
                    cancellationToken)
                .ConfigureAwait(false)
            ?? throw new RuleBrokenException(Sentence.Of("People.CustomerGone"));
        if (customer.Email is { } known)
        {
            throw new RuleBrokenException(Sentence.Of("People.CustomerHasAddress", known));
        }

        customer.Introduce(customer.Name, address);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        var ticketIds = await db
            .Tickets.Where(ticket => ticket.CustomerId == customerId)
            .Select(ticket => ticket.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        desk.PublishCustomer(projectId, [.. ticketIds]);
    }
}
