using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>Who may hand mail in over HTTP.</summary>
public sealed partial class MailAdmin
{
    private static readonly TimeSpan MaxSignatureAge = TimeSpan.FromMinutes(15);

    /// <summary>A new token with which mail is handed in over HTTP; the old one ends at once.</summary>
    /// <returns>The token, which is shown once and stored hashed.</returns>
    public async Task<string> RenewTokenAsync(Actor by, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await ChangeAsync(
                by,
                async (db, projectId) =>
                {
                    var mail = await ProjectMailAsync(db, projectId, cancellationToken).ConfigureAwait(false);
                    mail.TokenHash = HashOf(token);
                    return mail;
                },
                cancellationToken)
            .ConfigureAwait(false);
        return token;
    }

    /// <summary>The project that a token hands mail to; null for none.</summary>
    public async Task<Guid?> FindProjectAsync(string token, CancellationToken cancellationToken)
    {
        var hash = HashOf(token);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .ProjectMails.Where(row => row.TokenHash == hash)
            .Select(row => (Guid?)row.ProjectId)
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The key with which Mailgun signs what it hands in; empty when nothing comes from there any more.</summary>
    public Task SetMailgunKeyAsync(Actor by, string? key, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, projectId) =>
            {
                var mail = await ProjectMailAsync(db, projectId, cancellationToken).ConfigureAwait(false);
                mail.ProtectedMailgunKey = key.SaysSomething() ? secrets.Protect(key!.Trim()) : null;
                return mail;
            },
            cancellationToken);

    /// <summary>Whether Mailgun signed this, a moment ago.</summary>
    /// <param name="timestamp">Seconds since 1970, as Mailgun sends them.</param>
    /// <param name="signature">In hexadecimal.</param>
    public async Task<bool> IsFromMailgunAsync(
        Guid projectId, string timestamp, string token, string signature, CancellationToken cancellationToken)
    {
        var mail = await ReadAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (mail.ProtectedMailgunKey is not { } stored || secrets.Unprotect(stored) is not { } key
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > MaxSignatureAge.TotalSeconds)
        {
            return false;
        }

        var expected = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(timestamp + token)));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));
    }

    private static string HashOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
