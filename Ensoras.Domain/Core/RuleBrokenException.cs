namespace Ensoras.Domain.Core;

/// <summary>
/// An operation that the desk's rules do not allow now; nothing was changed and <see cref="Exception.Message"/> is
/// shown to the person.
/// </summary>
#pragma warning disable CA1710 // The name reads as what happened, and it is a word of the architecture.
public class RuleBrokenException(string message) : Exception(message)
{
    /// <summary>
    /// What of the input is wrong, such as "Name", so that a form shows the message beside it; null when no single
    /// part is.
    /// </summary>
    public string? Field { get; init; }
}
#pragma warning restore CA1710
