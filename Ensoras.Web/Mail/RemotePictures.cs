using System.Net;
using System.Net.Sockets;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Mail;

/// <summary>
/// Fetches pictures that an email names, once somebody asked for them: without cookies or the reader's address, only
/// from the internet, only pictures, and not many bytes.
/// </summary>
/// <param name="isAllowed">Which addresses are connected to.</param>
public sealed class RemotePictures(Func<IPAddress, bool> isAllowed) : IDisposable
{
    private const int MaxBytes = 5 * 1024 * 1024;
    private const int MaxPictures = 30;
    private const int MaxAtOnce = 6;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,
        MaxAutomaticRedirections = 3,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, isAllowed, cancellationToken),
    })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>The pictures that could be fetched, each as an address that holds it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FetchAsync(
        IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        var fetched = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(addresses.Distinct().Take(MaxPictures), options, async (address, cancel) =>
        {
            if (await TryFetchAsync(address, cancel) is { } picture)
            {
                fetched[address] = picture;
            }
        });
        return fetched;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The bytes of a picture as an address; null when they are none that is shown.</summary>
    public static string? Embedded(ReadOnlySpan<byte> bytes) =>
        AttachmentType.Of(bytes, null) is var type && AttachmentType.IsImage(type)
            ? $"data:{type};base64,{Convert.ToBase64String(bytes)}"
            : null;

    private async Task<string?> TryFetchAsync(string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            return null;
        }

        try
        {
            return Embedded(await _http.GetByteArrayAsync(uri, cancellationToken));
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>
    /// Connects to the address that was checked, so that a name cannot mean another one a moment later.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Func<IPAddress, bool> isAllowed, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0 || !addresses.All(isAllowed))
        {
            throw new HttpRequestException("This address is not on the internet.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
