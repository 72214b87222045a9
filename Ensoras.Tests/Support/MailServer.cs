using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ensoras.Tests.Support;

/// <summary>How far a test's mail server goes before it says nothing more.</summary>
internal enum MailServerMood
{
    /// <summary>It accepts the connection and never greets.</summary>
    Silent,

    /// <summary>It takes the whole text and never confirms it.</summary>
    SilentAfterTheText,
}

/// <summary>A mail server on a free port that is not well.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MailServer(MailServerMood mood)
    {
        _listener.Start();
        _ = ListenAsync(mood);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Done when somebody waits for an answer that does not come.</summary>
    public Task Hangs => _hangs.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task ListenAsync(MailServerMood mood)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = TalkAsync(client, mood);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client, MailServerMood mood)
    {
        using var ending = client;
        var stop = _stopping.Token;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            if (mood is MailServerMood.SilentAfterTheText)
            {
                await SayAsync(stream, "220 here", stop);
                for (
                    var line = await reader.ReadLineAsync(stop);
                    line != "DATA";
                    line = await reader.ReadLineAsync(stop))
                {
                    await SayAsync(stream, "250 fine", stop);
                }

                await SayAsync(stream, "354 go on", stop);
                for (var line = await reader.ReadLineAsync(stop); line != "."; line = await reader.ReadLineAsync(stop))
                {
                }
            }

            _hangs.TrySetResult();
            await reader.ReadLineAsync(stop);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The desk has given up, or the test is over.
        }
    }

    private static ValueTask SayAsync(NetworkStream stream, string line, CancellationToken stop) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop);
}
