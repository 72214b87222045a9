using Ensoras.Domain.Drafting;

namespace Ensoras.Web.Hosting;

/// <summary>Stands where no writer is registered: never has an answer, so every ticket goes to a person.</summary>
internal sealed class NoWriter : IDraftWriter
{
    public Task<DraftOutcome> WriteAsync(DraftRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<DraftOutcome>(new DraftOutcome.NoAnswer("no draft writer is connected"));
}
