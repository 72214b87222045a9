using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace Ensoras.Domain.Core;

/// <summary>What counts as an e-mail address.</summary>
public static class EmailAddresses
{
    /// <summary>The longest that SMTP carries (RFC 5321, 4.5.3.1.3).</summary>
    public const int MaxLength = 254;

    /// <summary>Whether the text is one bare address, without a name or brackets.</summary>
    /// <param name="address">The address without spaces around it.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? address)
    {
        address = text?.Trim();
        if (address is { Length: > 2 and <= MaxLength } && !address.Any(char.IsControl)
            && MailboxAddress.TryParse(address, out var box) && box.Address == address
            && box.Domain is { Length: > 0 } && box.LocalPart is { Length: > 0 })
        {
            return true;
        }

        address = null;
        return false;
    }

    /// <summary>The part behind the @, for Message-IDs.</summary>
    public static string DomainOf(string address) =>
        MailboxAddress.TryParse(address, out var box)
        && box.GetAddress(idnEncode: true) is var ascii
        && ascii.LastIndexOf('@') is >= 0 and var at
        && at + 1 < ascii.Length
            ? ascii[(at + 1)..]
            : "localhost";
}
