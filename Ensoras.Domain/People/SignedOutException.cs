namespace Ensoras.Domain.People;

/// <summary>Whoever asked for a change is not signed in any more, or was deactivated; nothing was changed.</summary>
public sealed class SignedOutException(string message) : RuleBrokenException(message);
