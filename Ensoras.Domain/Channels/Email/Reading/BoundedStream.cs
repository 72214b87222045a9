namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>Takes what is written to it up to a limit, and then stops the writer.</summary>
internal sealed class BoundedStream(int maxBytes) : Stream
{
    private readonly MemoryStream _written = new();

    public ReadOnlySpan<byte> Written => _written.GetBuffer().AsSpan(0, (int)_written.Length);

    /// <summary>What was written, to be read.</summary>
    public MemoryStream Read() => new(_written.GetBuffer(), 0, (int)_written.Length, writable: false);

    public bool IsFull { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written.Length;

    public override long Position
    {
        get => _written.Position;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var room = (int)Math.Min(count, maxBytes - _written.Length);
        _written.Write(buffer, offset, room);
        if (room < count)
        {
            IsFull = true;
            throw new FullException();
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _written.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The limit is reached.</summary>
    public sealed class FullException : IOException;
}
