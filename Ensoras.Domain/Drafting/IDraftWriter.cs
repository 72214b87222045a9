using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Drafting;

/// <summary>Writes the reply that a reviewer will see.</summary>
public interface IDraftWriter
{
    /// <summary>
    /// Writes a draft, or says why there is none. Throws when it could not work; it is asked again then.
    /// </summary>
    Task<DraftOutcome> WriteAsync(DraftRequest request, CancellationToken cancellationToken);
}

/// <summary>What a writer came to.</summary>
public abstract record DraftOutcome
{
    private DraftOutcome()
    {
    }

    public sealed record Written(WrittenDraft Draft) : DraftOutcome;

    /// <summary>There is no grounded answer; a person takes over and reads why.</summary>
    public sealed record NoAnswer(Sentence Why) : DraftOutcome;
}
