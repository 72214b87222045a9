namespace Ensoras.Domain.Channels.Email;

/// <summary>
/// Where outgoing e-mail goes. Without a host or a folder, sending fails with a sentence that says so.
/// </summary>
public sealed class EmailSettings
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public bool UseTls { get; set; } = true;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The address that customers see.</summary>
    public string From { get; set; } = "support@localhost";

    /// <summary>
    /// Whether mail to the address with +anything before its @ arrives too, so that an answer's address carries the
    /// ticket.
    /// </summary>
    public bool HasPlusAddresses { get; set; }

    /// <summary>
    /// Writes each e-mail as a file into this folder instead of sending it: for the sample desk and for trying out.
    /// </summary>
    public string? Folder { get; set; }
}
