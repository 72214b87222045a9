using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Web.Account;

namespace Ensoras.Web.Hosting;

/// <summary><c>--sample</c>: starts an empty desk on the sample and says who can sign in.</summary>
public static class SampleStart
{
    public static async Task FillAsync(IServiceProvider services, StartOptions start, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<ProjectReads>().IsSetUpAsync(cancellationToken))
        {
            Console.WriteLine("The desk is set up already: --sample changes nothing.");
            return;
        }

        var passwords = services.GetRequiredService<Passwords>();
        var password = start.SamplePassword ?? Passwords.Readable();
        var hash = passwords.Hash(password);
        var (name, email, _) = SampleDesk.People.First(person => person.Role is Role.Admin);
        var admin = await services.GetRequiredService<ProjectDesk>().SetUpAsync(SampleDesk.ProjectName, new NewPerson(name, email, hash), cancellationToken);
        await services.GetRequiredService<SampleDesk>().FillAsync(admin.ProjectId, hash, cancellationToken);
        services.GetRequiredService<SampleOutbox>().Create();

        Console.WriteLine("The sample desk is ready. Sign in as:");
        foreach (var person in SampleDesk.People)
        {
            Console.WriteLine($"  {person.Email,-24} {person.Name} ({person.Role})");
        }

        Console.WriteLine($"The password of all of them: {password}");
    }
}
