using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Api;

/// <summary>
/// Where the next page of a list begins, as one word that a caller hands back. It is good for the list it came from
/// only.
/// </summary>
internal static class ApiPageKey
{
    public static string Write(PageKey key, TicketFilter filter, bool inInbox) =>
        Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(
                new Written(ListOf(filter, inInbox), key.Value, key.Second, key.Number)));

    /// <returns>Null when it is no key, or one of another list.</returns>
    public static PageKey? Read(string token, TicketFilter filter, bool inInbox)
    {
        try
        {
            return
                JsonSerializer.Deserialize<Written>(Base64Url.DecodeFromChars(token))
                    is { Value: not null, Second: not null } written
                && written.List == ListOf(filter, inInbox)
                ? new PageKey(written.Value, written.Second, written.Number)
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string ListOf(TicketFilter filter, bool inInbox) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{inInbox} {filter.Zone} {filter.ToQuery()}")))[..16];

    private sealed record Written(string List, string? Value, string? Second, int Number);
}
