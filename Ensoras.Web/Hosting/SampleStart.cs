using Ensoras.Domain.Projects;
using Ensoras.Domain.Sample;
using Ensoras.Web.Account;

namespace Ensoras.Web.Hosting;

/// <summary><c>--sample</c>: starts an empty desk on the sample and says who can sign in.</summary>
public static class SampleStart
{
    /// <param name="output">Where it is said; the password before anything is stored, because it is told only
    /// once.</param>
    public static async Task FillAsync(
        IServiceProvider services,
        StartOptions start,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<ProjectReads>().IsSetUpAsync(cancellationToken))
        {
            await output.WriteLineAsync("The desk is set up already: --sample changes nothing.");
            return;
        }

        var passwords = services.GetRequiredService<Passwords>();
        var password = start.SamplePassword ?? Passwords.Readable(3);
        await output.WriteLineAsync("Filling the sample desk. Sign in as:");
        foreach (var person in SampleDesk.People)
        {
            await output.WriteLineAsync($"  {person.Email,-24} {person.Name} ({person.Role})");
        }

        await output.WriteLineAsync($"The password of all of them: {password}");

        // The folder first: whatever comes in between, nobody real gets an e-mail from a sample desk.
        services.GetRequiredService<SampleOutbox>().Create();
        var hash = passwords.Hash(password);
        var (name, email, _) = SampleDesk.People.First(person => person.Role is Role.Admin);
        var admin = await services
            .GetRequiredService<ProjectAdmin>()
            .SetUpAsync(SampleDesk.ProjectName, new NewPerson(name, email, hash), cancellationToken);
        await services.GetRequiredService<SampleDesk>().FillAsync(admin.ProjectId, hash, cancellationToken);
        await output.WriteLineAsync("The sample desk is ready.");
    }
}
