namespace Ensoras.Domain.Core;

/// <summary>
/// An operation that the desk's rules do not allow now; nothing was changed. Its message is shown to the person, in
/// the language of where it is read.
/// </summary>
#pragma warning disable CA1710 // The name reads as what happened, and it is a word of the architecture.
public class RuleBrokenException(Sentence why) : Exception
{
    public Sentence Why => why;

    public override string Message => why.ToString();

    /// <summary>
    /// What of the input is wrong, such as "Name", so that a form shows the message beside it; null when no single
    /// part is.
    /// </summary>
    public string? Field { get; init; }
}
#pragma warning restore CA1710
