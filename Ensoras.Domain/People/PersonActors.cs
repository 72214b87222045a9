namespace Ensoras.Domain.People;

/// <summary>People as those who act on tickets. Here and not on <see cref="Actor"/>, which knows no people.</summary>
public static class PersonActors
{
    extension(Actor)
    {
        public static Actor Of(Agent agent) => new(Sender.Agent, agent.Id, agent.Name, agent.Role);

        public static Actor Of(Customer customer) => new(Sender.Customer, customer.Id, customer.Name, null);
    }
}
