using System.Security.Cryptography;
using System.Text;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>
/// How a site vouches for its signed-in user: HMAC-SHA256 of the external id with the project's identity secret (both
/// as UTF-8 text), in hexadecimal. The site's server makes it; the secret never reaches a browser.
/// </summary>
public static class WidgetIdentity
{
    public static string Sign(
        string identitySecret, string externalId) => Convert.ToHexStringLower(Hash(identitySecret, externalId));

    /// <summary>Whether <paramref name="signature"/> is the site's for <paramref name="externalId"/>; takes as long
    /// for every wrong one.</summary>
    public static bool IsValid(string identitySecret, string externalId, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.Length == HMACSHA256.HashSizeInBytes * 2
            && Convert.FromHexString(signature, given, out _, out _) is System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, Hash(identitySecret, externalId));
    }

    private static byte[] Hash(string identitySecret, string externalId) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(identitySecret), Encoding.UTF8.GetBytes(externalId));
}
