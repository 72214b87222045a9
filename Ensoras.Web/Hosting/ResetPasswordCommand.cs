using System.Globalization;
using Ensoras.Domain.Projects;
using Ensoras.Web.Account;

namespace Ensoras.Web.Hosting;

/// <summary>
/// <c>reset-password EMAIL</c>: a way back in for somebody whom no admin can help. A person who may run it at the
/// server could read the database as well.
/// </summary>
public static class ResetPasswordCommand
{
    private const int Words = 5;

    /// <summary>
    /// The address named on the command line, empty when it is missing; null when it is another command.
    /// </summary>
    public static string? Email(string[] args) =>
        args is ["reset-password", .. var rest]
            ? rest.FirstOrDefault(arg => !arg.StartsWith("--", StringComparison.Ordinal)) ?? ""
            : null;

    /// <returns>0 when a password was made, 1 otherwise.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, string email, CancellationToken cancellationToken)
    {
        if (email.Length == 0)
        {
            await Console.Error.WriteLineAsync("Name the account: reset-password ada@example.com");
            return 1;
        }

        var password = Passwords.Readable(Words);
        var until = services.GetRequiredService<TimeProvider>().GetUtcNow() + OneTimePasswords.Lifetime;
        try
        {
            if (
                await services
                    .GetRequiredService<ProjectAdmin>()
                    .ResetPasswordAsync(
                        email,
                        services.GetRequiredService<Passwords>().Hash(password),
                        until,
                        cancellationToken)
                is not { } agent)
            {
                await Console.Error.WriteLineAsync($"There is no account with the address {email}.");
                return 1;
            }

            Console.WriteLine($"One-time password of {agent.Name} ({agent.Email}): {password}");
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It works until {until:yyyy-MM-dd HH:mm} UTC and must be replaced when signing in. All "
                        + $"sessions of this account were ended."));
            return 0;
        }
        catch (RuleBrokenException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }
}
