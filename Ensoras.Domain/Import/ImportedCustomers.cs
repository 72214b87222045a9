using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Import;

/// <summary>
/// Who wrote the conversations of a file. One address or one id is one person; a name alone says nothing about that,
/// so each conversation without either has a customer of its own.
/// </summary>
internal sealed class ImportedCustomers(Guid projectId, TimeProvider time)
{
    private readonly Dictionary<string, Customer> _byEmail = [];
    private readonly Dictionary<string, Customer> _byId = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Customer> _new = [];

    /// <summary>Finds those that the desk knows by their address.</summary>
    public async Task LoadAsync(EnsorasDb db, IEnumerable<string?> emails, CancellationToken cancellationToken)
    {
        var wanted = emails
            .Select(Customer.Normalize)
            .OfType<string>()
            .Where(email => !_byEmail.ContainsKey(email))
            .Distinct()
            .ToList();
        var known = await db
            .Customers.AsNoTracking()
            .Where(customer => customer.ProjectId == projectId && wanted.Contains(customer.NormalizedEmail!))
            .OrderByDescending(customer => customer.IsVerified).ThenBy(customer => customer.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var customer in known)
        {
            _byEmail.TryAdd(customer.NormalizedEmail!, customer);
        }
    }

    /// <param name="note">Told when only an equal name could join this person with another.</param>
    public Customer Of(ConversationCustomer person, Action<Sentence> note)
    {
        var email = Customer.Normalize(person.Email);
        var found =
            (email is null ? null : _byEmail.GetValueOrDefault(email))
            ?? (person.Id is null ? null : _byId.GetValueOrDefault(person.Id));
        if (found is null)
        {
            found = new Customer(projectId, person.Name, person.Email, time.GetUtcNow());
            _new.Add(found);
            if (!_names.Add(person.Name) && email is null && person.Id is null)
            {
                note(Sentence.Of("Import.SameName", person.Name.Cut(60, "…")));
            }
        }

        if (email is not null)
        {
            _byEmail.TryAdd(email, found);
        }

        if (person.Id is not null)
        {
            _byId.TryAdd(person.Id, found);
        }

        return found;
    }

    /// <summary>Stores a person who is new together with what they wrote.</summary>
    public void AddIfNew(EnsorasDb db, Customer customer)
    {
        if (_new.Contains(customer) && db.Entry(customer).State is EntityState.Detached)
        {
            db.Add(customer);
        }
    }

    public void AreStored(IEnumerable<Customer> customers) => _new.ExceptWith(customers);
}
