using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ensoras.Web.Hosting;

/// <summary>
/// The certificate with which the sign-in keys in the database are encrypted, if the settings name one.
/// </summary>
public static class KeyCertificate
{
    /// <returns>False when the settings name one that cannot be used; a sentence was printed.</returns>
    public static bool TryLoad(IConfiguration settings, out X509Certificate2? certificate)
    {
        certificate = null;
        if (settings["Ensoras:KeyCertificate"] is not { Length: > 0 } file)
        {
            return true;
        }

        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(file, settings["Ensoras:KeyCertificatePassword"]);
            if (certificate.HasPrivateKey)
            {
                return true;
            }

            Console.Error.WriteLine(
                $"The certificate {file} has no private key, so the sign-in keys could not be read back. Use a PFX "
                    + "file that holds it.");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The certificate {file} cannot be read: {error.Message}");
        }

        return false;
    }
}
