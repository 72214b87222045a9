namespace Ensoras.Domain.People;

/// <summary>Who asked for a change is no longer signed in, or was deactivated; nothing was changed.</summary>
public sealed class SignedOutException(Sentence why) : RuleBrokenException(why);
