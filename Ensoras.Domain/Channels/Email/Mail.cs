using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Ensoras.Domain.Channels.Email;

/// <summary>One message as an e-mail, in plain text and HTML, which knows whether a mail server was given it.</summary>
internal sealed class Mail : IDisposable
{
    private readonly WatchedStream _html;

    public Mail(OutgoingMessage message, MailAddress from, MailAddress to)
    {
        var body = MailBody.From(message.Body, message.PublicAddress);
        Message = new MailMessage(from, to)
        {
            Subject = $"Re: {OneLine(message.Title)} [#{message.TicketNumber}]",
            SubjectEncoding = Encoding.UTF8,
            Body = body.Plain,
            BodyEncoding = Encoding.UTF8,
        };
        Message.Headers.Add("Message-ID", $"<{message.MessageId}>");
        _html = new WatchedStream(Encoding.UTF8.GetBytes(body.Html));
        Message.AlternateViews.Add(new AlternateView(_html, new ContentType("text/html; charset=utf-8")) { TransferEncoding = TransferEncoding.Base64 });
    }

    public MailMessage Message { get; }

    /// <summary>Whether its text was read to be sent. It is read only once a server has asked for it, and a server that was not given all of it has taken nothing.</summary>
    public bool MayBeTaken => _html.WasRead;

    public void Dispose() => Message.Dispose();

    // A header cannot hold a line break.
    private static string OneLine(string title) => title.ReplaceLineEndings(" ");

    private sealed class WatchedStream(byte[] content) : MemoryStream(content, writable: false)
    {
        private volatile bool _wasRead;

        public bool WasRead => _wasRead;

        public override int Read(byte[] buffer, int offset, int count)
        {
            _wasRead = true;
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            _wasRead = true;
            return base.Read(buffer);
        }

        public override int ReadByte()
        {
            _wasRead = true;
            return base.ReadByte();
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            _wasRead = true;
            return base.ReadAsync(buffer, offset, count, cancellationToken);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _wasRead = true;
            return base.ReadAsync(buffer, cancellationToken);
        }

        public override void CopyTo(Stream destination, int bufferSize)
        {
            _wasRead = true;
            base.CopyTo(destination, bufferSize);
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            _wasRead = true;
            return base.CopyToAsync(destination, bufferSize, cancellationToken);
        }
    }
}
