using System.Net;
using System.Net.Sockets;

namespace Ensoras.Web.Account;

/// <summary>Where a request comes from, as far as limits are concerned.</summary>
internal static class ClientNetwork
{
    /// <summary>One household or office: an IPv4 address, or the network of an IPv6 address.</summary>
    public static string Of(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
