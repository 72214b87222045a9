using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Account;

namespace Ensoras.Web.Hosting;

/// <summary><c>--sample</c>: starts an empty desk on the sample and says who can sign in.</summary>
public static class SampleStart
{
    private static readonly (string Name, string Email, Role Role)[] People =
    [
        ("Tomasz Wrona", "lead@sample.test", Role.Lead),
        ("Priya Nambiar", "reviewer@sample.test", Role.Reviewer),
        ("Callum Reyes", "agent@sample.test", Role.Agent),
    ];

    public static async Task FillAsync(IServiceProvider services, StartOptions start, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<ProjectReads>().IsSetUpAsync(cancellationToken))
        {
            Console.WriteLine("The desk is set up already: --sample changes nothing.");
            return;
        }

        var desk = services.GetRequiredService<ProjectDesk>();
        var passwords = services.GetRequiredService<Passwords>();
        var password = start.SamplePassword ?? Passwords.Readable();
        var hash = passwords.Hash(password);
        var admin = await desk.SetUpAsync("Northwind Trail", new NewPerson("Ines Halvorsen", "admin@sample.test", hash), cancellationToken);
        foreach (var (name, email, role) in People)
        {
            await desk.AcceptAsync(await desk.InviteAsync(Actor.Of(admin), email, role, cancellationToken), name, hash, cancellationToken);
        }

        Console.WriteLine("Sign in as admin@sample.test, lead@sample.test, reviewer@sample.test or agent@sample.test.");
        Console.WriteLine($"The password of all of them: {password}");
    }
}
