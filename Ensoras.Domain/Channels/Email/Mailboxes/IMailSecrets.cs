namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>Encrypts what mailboxes sign in with, so that who reads the database cannot.</summary>
public interface IMailSecrets
{
    string Protect(string secret);

    /// <returns>Null when the key that it was encrypted with is gone.</returns>
    string? Unprotect(string protectedSecret);
}

/// <summary>Where nothing can encrypt, no password is stored.</summary>
internal sealed class NoMailSecrets : IMailSecrets
{
    public string Protect(string secret) =>
        throw new RuleBrokenException(Sentence.Of("Mail.NoEncryption"));

    public string? Unprotect(string protectedSecret) => null;
}
