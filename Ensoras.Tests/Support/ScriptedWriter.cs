using System.Collections.Concurrent;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Support;

/// <summary>
/// A writer that says what a test told it to; with nothing told, it repeats the customer's last words.
/// </summary>
public sealed class ScriptedWriter : IDraftWriter
{
    private readonly ConcurrentQueue<Func<DraftRequest, DraftOutcome>> _script = new();

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<DraftRequest> Requests { get; } = new();

    public ScriptedWriter Writes(string text, params ToolCall[] calls) =>
        Does(_ => new DraftOutcome.Written(new WrittenDraft(text, [], calls)));

    public ScriptedWriter HasNoAnswer(string why) => Does(_ => new DraftOutcome.NoAnswer(Sentence.Verbatim(why)));

    public ScriptedWriter Fails(string why) => Does(_ => throw new InvalidOperationException(why));

    public ScriptedWriter Does(Func<DraftRequest, DraftOutcome> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public Task<DraftOutcome> WriteAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return Task.FromResult(_script.TryDequeue(out var answer)
            ? answer(request)
            : new DraftOutcome.Written(new WrittenDraft($"You wrote: {request.Conversation[^1].Text}", [], [])));
    }
}
