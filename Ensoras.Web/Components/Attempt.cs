using Ensoras.Domain.Tickets;
using Ensoras.Web.Live;
using Ensoras.Web.Resources;

namespace Ensoras.Web.Components;

/// <summary>
/// A change that a person asked for on a screen: what goes wrong is a sentence beside what they typed, which stays.
/// </summary>
public static class Attempt
{
    /// <summary>What is said when the database is away.</summary>
    public static string NotStored => SharedText.Of(nameof(NotStored));

    /// <summary>Makes the change.</summary>
    /// <exception cref="StaleReplyException">A reply waits for its author to decide.</exception>
    /// <returns>Null when it was made; else why not, by the desk's rules or because the database is away.</returns>
    public static async Task<string?> MakeAsync(Func<Task> change, ILogger logger)
    {
        try
        {
            await change();
            return null;
        }
        catch (RuleBrokenException refusal) when (refusal is not StaleReplyException)
        {
            return refusal.Message;
        }
        catch (Exception error) when (StorageFailure.Is(error))
        {
            logger.LogError(error, "A change could not be stored.");
            return NotStored;
        }
    }
}
