using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;

namespace Ensoras.Web.TicketDetail;

/// <summary>
/// What a person does on a ticket's page: it goes through the desk, and a refusal is told in the desk's own words.
/// </summary>
public sealed class TicketCommands(TicketDesk desk, Toasts toasts, ILogger logger, Guid ticketId, Actor actor)
{
    private static readonly TimeSpan CloseUndo = TimeSpan.FromSeconds(8);

    /// <summary>Raised with a text and files that go back into the composer, such as a reply that was undone.</summary>
    public event Func<string, IReadOnlyList<AttachedFile>, Task>? GivenBack;

    /// <summary>Raised when the composer is to get the focus.</summary>
    public event Func<Task>? ReplyWanted;

    public Guid TicketId => ticketId;

    public Actor Actor => actor;

    /// <summary>How long an approved or sent reply can be undone, as the project has it now.</summary>
    public TimeSpan Grace { get; set; }

    /// <summary>Called after a verdict (approved, closed): the page goes on to the next ticket.</summary>
    public Func<Task> GoOnAsync { get; init; } = () => Task.CompletedTask;

    /// <summary>Called after something was undone: shows the ticket again where the person has gone on.</summary>
    public Action Return { get; init; } = () => { };

    /// <summary>Applies one operation.</summary>
    /// <param name="files">What it sends or gives back.</param>
    /// <exception cref="StaleReplyException">A reply waits for its author; only where the operation named what was
    /// seen.</exception>
    /// <returns>Null when it was done; else why not, in a sentence for the person.</returns>
    public Task<string?> TryAsync(Action<Ticket, Stamp> change, IReadOnlyList<AttachedFile>? files = null) =>
        // Once asked for, it is done even when the screen is closed meanwhile.
        Attempt.MakeAsync(
            () =>
                desk.ChangeAsync(
                    ticketId,
                    actor,
                    [.. (files ?? []).Select(file => file.Id)],
                    change,
                    CancellationToken.None),
            logger);

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

    /// <summary>Says that a draft was approved, with Undo while it can be undone.</summary>
    public void TellApproved(Guid messageId, string sentence, string undo) => Offer(sentence, undo, Grace, async () =>
    {
        if (await DoAsync((ticket, stamp) => ticket.UndoApprove(stamp, messageId)))
        {
            Return();
        }
    });

    /// <summary>
    /// Says that a reply goes out, with Undo while it can be undone; its text then returns to the composer.
    /// </summary>
    public void TellSent(Guid messageId, string text, IReadOnlyList<AttachedFile> files, string sentence, string undo)
    {
        if (Grace > TimeSpan.Zero)
        {
            Offer(sentence, undo, Grace, () => UndoReplyAsync(messageId, text, files));
        }
    }

    /// <summary>Undoes a reply and gives its text and files back to the composer.</summary>
    public async Task UndoReplyAsync(Guid messageId, string text, IReadOnlyList<AttachedFile> files)
    {
        if (await DoAsync((ticket, stamp) => ticket.UndoReply(stamp, messageId), files))
        {
            await GiveBackAsync(text, files);
            Return();
        }
    }

    /// <summary>Says that the ticket was closed, with Undo.</summary>
    public void TellClosed(string sentence, string undo) => Offer(sentence, undo, CloseUndo, async () =>
    {
        if (await DoAsync((ticket, stamp) => ticket.UndoClose(stamp)))
        {
            Return();
        }
    });

    /// <summary>Puts the focus into the composer.</summary>
    public Task WriteReplyAsync() => ReplyWanted?.Invoke() ?? Task.CompletedTask;

    /// <summary>Puts a text and files back into the composer.</summary>
    public Task GiveBackAsync(string text, IReadOnlyList<AttachedFile>? files = null) =>
        GivenBack?.Invoke(text, files ?? []) ?? Task.CompletedTask;

    private void Offer(string sentence, string action, TimeSpan lasts, Func<Task> chosen)
    {
        if (lasts > TimeSpan.Zero)
        {
            toasts.Offer(sentence, action, chosen, lasts);
        }
        else
        {
            toasts.Confirm(sentence);
        }
    }
}
