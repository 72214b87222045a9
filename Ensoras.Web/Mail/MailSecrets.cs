using System.Security.Cryptography;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Microsoft.AspNetCore.DataProtection;

namespace Ensoras.Web.Mail;

/// <summary>Encrypts what mailboxes sign in with by the keys that protect cookies too.</summary>
public sealed class MailSecrets(IDataProtectionProvider protection) : IMailSecrets
{
    private readonly IDataProtector _protector = protection.CreateProtector("Ensoras.Mail.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string? Unprotect(string protectedSecret)
    {
        try
        {
            return _protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
