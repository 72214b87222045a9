using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>What a <c>reply-composer</c> element holds.</summary>
/// <param name="Text">As typed; empty when it is longer than a message may be: a pasted book would break the
/// line.</param>
/// <param name="ClientId">The same as long as the text is: sending it twice is sending it once.</param>
/// <param name="Seen">What was on screen when the text was begun.</param>
/// <param name="Files">What is attached and stored; null where nothing can be.</param>
/// <param name="IsUploading">Whether a file is still on its way.</param>
/// <param name="IsNote">Whether it was written as a note or as a reply; null when nothing is written.</param>
/// <param name="Length">How long the text is.</param>
public sealed record Composed(
    string Text,
    Guid ClientId,
    Seen Seen,
    IReadOnlyList<ComposedFile>? Files = null,
    bool IsUploading = false,
    bool? IsNote = null,
    int Length = 0);

/// <summary>An attached file as the element keeps it.</summary>
public sealed record ComposedFile(Guid Id, string Name, int Size, bool IsImage)
{
    public AttachedFile AsFile() => new(Id, Name, "", Size, IsImage);
}

/// <summary>
/// Talks with a <c>reply-composer</c> element (scripts/composer.js), which keeps the text; the server only reads it.
/// </summary>
public sealed class ComposerScript(IJSRuntime script, Func<ElementReference> element) : IAsyncDisposable
{
    private readonly ScriptModule _module = new(script, "./scripts/composer.js");

    /// <summary>What is in it; null when the screen was left.</summary>
    public Task<Composed?> ReadAsync() => _module.AskAsync<Composed>("compose", element());

    /// <summary>Fills an empty composer; what was kept in it from before stays.</summary>
    public Task FillAsync(string text) => _module.CallAsync("fill", element(), text);

    /// <summary>Puts a reply before what is there, and files beside those that are there.</summary>
    public Task GiveBackAsync(string text, IReadOnlyList<AttachedFile> files) =>
        _module.CallAsync("giveBack", element(), text, files);

    /// <summary>Removes what was sent; what was typed or attached after it stays. Null removes everything.</summary>
    public Task ClearAsync(string? textSent, IReadOnlyList<Guid>? filesSent = null) =>
        _module.CallAsync("clear", element(), textSent, filesSent);

    /// <summary>The conversation up to now has been looked at.</summary>
    public Task CaughtUpAsync() => _module.CallAsync("caughtUp", element());

    /// <summary>Makes what is written a note, or a reply, as its author chose.</summary>
    public Task SetNoteAsync(bool isNote) => _module.CallAsync("setNote", element(), isNote);

    /// <summary>Puts the cursor into it.</summary>
    public Task FocusAsync() => _module.CallAsync("focus", element());

    /// <summary>Calls <c>Composing()</c> of <paramref name="listener"/> while somebody types, and <c>Keep(isNote)</c>
    /// with what is written there.</summary>
    public Task WatchAsync<T>(DotNetObjectReference<T> listener)
        where T : class => _module.CallAsync("watch", element(), listener);

    /// <summary>
    /// The moment that a choice of the schedule menu stands for in the viewer's zone; null when it is none.
    /// </summary>
    public Task<DateTimeOffset?> MomentAsync(string choice) =>
        _module.AskAsync<DateTimeOffset?>("moment", element(), choice);

    public ValueTask DisposeAsync() => _module.DisposeAsync();
}
