using MailKit;

namespace Ensoras.Domain.Channels.Email;

/// <summary>
/// How far a mail got. A server that was not given all of it has taken nothing; afterwards it may have, until it
/// answers.
/// </summary>
internal sealed class SendProgress : ITransferProgress
{
    private volatile bool _isConnected;
    private volatile bool _hasBegun;
    private volatile bool _mayBeTaken;

    /// <summary>Whether the server was reached.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>Whether the server asked for the text.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Whether all of it was on its way.</summary>
    public bool MayBeTaken => _mayBeTaken;

    public void Connected() => _isConnected = true;

    public void Report(long bytesTransferred, long totalSize)
    {
        _hasBegun = true;
        _mayBeTaken |= bytesTransferred >= totalSize;
    }

    // The size is not known: any byte may be the last.
    public void Report(long bytesTransferred) => _hasBegun = _mayBeTaken = true;
}
