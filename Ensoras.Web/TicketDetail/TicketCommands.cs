using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.Hosting;

namespace Ensoras.Web.TicketDetail;

/// <summary>What a person does on a ticket's page: each goes through the desk, and a refusal is told in the desk's own sentence.</summary>
public sealed class TicketCommands(TicketDesk desk, Toasts toasts, ILogger logger, Guid ticketId, Actor actor)
{
    /// <summary>Raised with a text and files that go back into the composer, such as a reply that was taken back.</summary>
    public event Func<string, IReadOnlyList<AttachedFile>, Task>? GivenBack;

    /// <summary>Raised when the composer is to get the focus.</summary>
    public event Func<Task>? ReplyWanted;

    public Guid TicketId => ticketId;

    public Actor Actor => actor;

    /// <summary>How long an approved or sent reply can be taken back, as the project has it now.</summary>
    public TimeSpan Grace { get; set; }

    /// <summary>Applies one operation.</summary>
    /// <param name="files">What it sends or takes back.</param>
    /// <exception cref="StaleReplyException">A reply waits for its author's decision; only where the operation named what was seen.</exception>
    /// <returns>Null when it was done; else why not, in a sentence for the person.</returns>
    public Task<string?> TryAsync(Action<Ticket, Stamp> change, IReadOnlyList<AttachedFile>? files = null) =>
        // Once asked for, it is done even when the screen is closed meanwhile.
        Attempt.MakeAsync(() => desk.ChangeAsync(ticketId, actor, [.. (files ?? []).Select(file => file.Id)], change, CancellationToken.None), logger);

    /// <summary>Applies one operation and tells a refusal in a toast.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> DoAsync(Action<Ticket, Stamp> change, IReadOnlyList<AttachedFile>? files = null)
    {
        var refusal = await TryAsync(change, files);
        if (refusal is not null)
        {
            Refuse(refusal);
        }

        return refusal is null;
    }

    public void Refuse(string sentence) => toasts.Refuse(sentence);

    public void Tell(string sentence) => toasts.Confirm(sentence);

    /// <summary>Puts the focus into the composer.</summary>
    public Task WriteReplyAsync() => ReplyWanted?.Invoke() ?? Task.CompletedTask;

    /// <summary>Puts a text and files back into the composer.</summary>
    public Task GiveBackAsync(string text, IReadOnlyList<AttachedFile>? files = null) => GivenBack?.Invoke(text, files ?? []) ?? Task.CompletedTask;
}
