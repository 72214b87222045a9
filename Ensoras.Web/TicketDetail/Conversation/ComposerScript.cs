using Ensoras.Domain.Tickets;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>What a <c>reply-composer</c> element holds.</summary>
/// <param name="Text">As typed; empty when it is longer than a message may be, so that a pasted book does not break the line.</param>
/// <param name="Length">How long it is.</param>
/// <param name="ClientId">The same as long as the text is: sending it twice is sending it once.</param>
/// <param name="Seen">What was on screen when the text was begun.</param>
/// <param name="Files">What is attached and stored; null where nothing can be.</param>
/// <param name="IsUploading">Whether a file is still on its way.</param>
/// <param name="IsNote">Whether it was written as a note or as a reply; null when nothing is written.</param>
public sealed record Composed(string Text, Guid ClientId, Seen Seen, IReadOnlyList<ComposedFile>? Files = null, bool IsUploading = false, bool? IsNote = null, int Length = 0)
{
    /// <summary>Why it cannot be sent; null when its length is no reason.</summary>
    public string? TooLong => Length <= Vocabulary.MaxMessageLength ? null : Ticket.TooLong(Length);
}

/// <summary>An attached file as the element keeps it.</summary>
public sealed record ComposedFile(Guid Id, string Name, int Size, bool IsImage)
{
    public AttachedFile AsFile() => new(Id, Name, "", Size, IsImage);
}

/// <summary>Talks with a <c>reply-composer</c> element (scripts/composer.js), which keeps the text; the server only reads it.</summary>
public sealed class ComposerScript(IJSRuntime script, Func<ElementReference> element) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    public async Task<Composed> ReadAsync() => await (await ModuleAsync()).InvokeAsync<Composed>("compose", element());

    /// <summary>Fills an empty composer; what was kept in it from before stays.</summary>
    public Task FillAsync(string text) => CallAsync("fill", text);

    /// <summary>Puts a reply before what is there, and files beside those that are there.</summary>
    public Task GiveBackAsync(string text, IReadOnlyList<AttachedFile> files) => CallAsync("giveBack", text, files);

    /// <summary>Removes what was sent; what was typed or attached after it stays. Null removes everything.</summary>
    public Task ClearAsync(string? textSent, IReadOnlyList<Guid>? filesSent = null) => CallAsync("clear", textSent, filesSent);

    /// <summary>The conversation up to now has been looked at.</summary>
    public Task CaughtUpAsync() => CallAsync("caughtUp");

    /// <summary>Makes what is written a note, or a reply, as its author chose.</summary>
    public Task SetNoteAsync(bool isNote) => CallAsync("setNote", isNote);

    public Task FocusAsync() => CallAsync("focus");

    /// <summary>Calls <c>Composing()</c> of <paramref name="listener"/> while somebody types, and <c>Keep(isNote)</c> with what is written there.</summary>
    public Task WatchAsync<T>(DotNetObjectReference<T> listener)
        where T : class => CallAsync("watch", listener);

    /// <summary>The moment that a choice of the schedule menu stands for in the viewer's zone; null when it is none.</summary>
    public async Task<DateTimeOffset?> MomentAsync(string choice) => await (await ModuleAsync()).InvokeAsync<DateTimeOffset?>("moment", element(), choice);

    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The page is gone, and the module with it.
            }
        }
    }

    private async Task CallAsync(string name, params object?[] arguments) => await (await ModuleAsync()).InvokeVoidAsync(name, [element(), .. arguments]);

    private async Task<IJSObjectReference> ModuleAsync() => _module ??= await script.InvokeAsync<IJSObjectReference>("import", "./scripts/composer.js");
}
