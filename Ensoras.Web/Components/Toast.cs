using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>One sentence about what was done, and what can be done about it while it is shown.</summary>
public sealed class Toast(string sentence, ToastKind kind)
{
    public string Sentence => sentence;

    public ToastKind Kind => kind;

    /// <summary>How long it stays when nobody points at it; null until it is dismissed.</summary>
    public TimeSpan? Lasts { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Whether it goes at its time although somebody points at it: what it offers ends then.</summary>
    public bool EndsOnTime { get; init; }

    public IReadOnlyList<ToastAction> Actions { get; init; } = [];

    /// <summary>What opens below the sentence; null for nothing.</summary>
    public ToastDetails? Details { get; init; }

    /// <summary>Called once it is gone, for whatever reason.</summary>
    public Action? Gone { get; init; }

    /// <summary>Whether its details are open: then it stays.</summary>
    internal bool IsOpen { get; set; }

    internal ITimer? Timer { get; set; }
}

public enum ToastKind
{
    Success,
    Warning,
    Error,
}

/// <summary>What a toast offers, such as Undo.</summary>
public sealed record ToastAction(string Label, Func<Task> Chosen);

/// <summary>What a toast shows when it is opened; it is not drawn before.</summary>
public sealed record ToastDetails(string Label, RenderFragment Content);
