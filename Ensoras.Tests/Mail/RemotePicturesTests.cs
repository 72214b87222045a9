using System.Net;
using System.Net.Sockets;
using System.Text;
using Ensoras.Web.Mail;

namespace Ensoras.Tests.Mail;

public sealed class RemotePicturesTests
{
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::1", false)]
    public void Only_the_internet_is_reached(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task A_picture_is_fetched_and_what_is_none_or_lies_on_our_own_network_is_not()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var root = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var serving = ServeAsync(listener);
        using var open = new RemotePictures(_ => true);
        using var guarded = new RemotePictures(PublicAddress.Is);

        var fetched = await open.FetchAsync(
            [$"{root}/a.gif", $"{root}/page.html", "ftp://x/y"], CancellationToken.None);
        var refused = await guarded.FetchAsync([$"{root}/a.gif"], CancellationToken.None);

        Assert.Equal([$"{root}/a.gif"], fetched.Keys);
        Assert.StartsWith("data:image/gif;base64,", fetched[$"{root}/a.gif"], StringComparison.Ordinal);
        Assert.Empty(refused);
        listener.Stop();
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                var first = await reader.ReadLineAsync() ?? "";
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                var body = first.Contains("gif", StringComparison.Ordinal) ? "GIF89a......" : "<p>no picture</p>";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\nContent-Length: {body.Length}\r\n"
                    + $"Connection: close\r\n\r\n{body}"));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
