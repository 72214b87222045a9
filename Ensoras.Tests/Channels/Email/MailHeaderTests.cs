using Ensoras.Domain.Channels;
using Ensoras.Domain.Channels.Email;
using MimeKit;

namespace Ensoras.Tests.Channels.Email;

/// <summary>Whatever people are called and titles say arrives as it was typed, on one line.</summary>
public sealed class MailHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Smith, John \"Jack\" Q.")]
    [InlineData("ends in \\")]
    [InlineData("a\\\"b")]
    [InlineData("=?utf-8?Q?Free_money?=")]
    [InlineData("Zoë =?utf-8?B?aGk=?= 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字")]
    [InlineData("🌵👩‍👩‍👧‍👦 Garden (Ltd.) <shop>; [x]: @home")]
    [InlineData("O'Brien")]
    public void A_name_and_a_title_arrive_as_typed(string typed)
    {
        var mail = Received(
            Outgoing() with
            {
                CustomerName = typed,
                Title = typed,
                ProjectName = typed,
                AuthorName = "Jonas",
            });

        Assert.Equal(
            (typed, "mira@example.org"),
            (mail.To.Mailboxes.Single().Name, mail.To.Mailboxes.Single().Address));
        Assert.Equal(
            ($"Jonas · {typed}", "support@shop.example"),
            (mail.From.Mailboxes.Single().Name, mail.From.Mailboxes.Single().Address));
        Assert.Equal(
            (typed, "support@shop.example"),
            (mail.ReplyTo.Mailboxes.Single().Name, mail.ReplyTo.Mailboxes.Single().Address));
        Assert.Equal($"Re: {typed} [#7]", mail.Subject);
    }

    [Theory]
    [InlineData("Where\r\nis it?", "Where is it?")]
    [InlineData("a\r\nBcc: everybody@example.test", "a Bcc: everybody@example.test")]
    [InlineData("a\u0000b\u0007c", "a b c")]
    public void A_line_break_never_ends_a_header(string typed, string expected)
    {
        var mail = Received(Outgoing() with { CustomerName = typed, Title = typed });

        Assert.Equal(
            (expected, $"Re: {expected} [#7]", 0),
            (mail.To.Mailboxes.Single().Name, mail.Subject, mail.Bcc.Count));
    }

    [Fact]
    public void A_reply_names_the_email_that_it_answers_and_the_whole_thread()
    {
        var mail = Received(
            Outgoing() with
            {
                InReplyTo = "q2@example.org",
                References = ["q1@example.org", "a1@shop.example", "q2@example.org"],
            });

        Assert.Equal(("1@shop.example", "q2@example.org"), (mail.MessageId, mail.InReplyTo));
        Assert.Equal(["q1@example.org", "a1@shop.example", "q2@example.org"], mail.References);
        Assert.Equal(Now, mail.Date);
    }

    [Theory]
    [InlineData(true, "auto-replied", "OOF, AutoReply")]
    [InlineData(false, "no", null)]
    public void Other_machines_are_told_whether_a_machine_wrote(bool isAutomatic, string submitted, string? suppressed)
    {
        var mail = Received(Outgoing() with { IsAutomatic = isAutomatic });

        Assert.Equal(
            (submitted, suppressed),
            (mail.Headers[HeaderId.AutoSubmitted], mail.Headers["X-Auto-Response-Suppress"]));
    }

    [Theory]
    [InlineData("mira@example.org", true)]
    [InlineData(" mira@example.org ", true)]
    [InlineData("ü@münchen.example", true)]
    [InlineData("\"a b\"@example.org", true)]
    [InlineData("Mira <mira@example.org>", false)]
    [InlineData("mira@example.org, b@example.org", false)]
    [InlineData("mira@example.org\r\nBcc: b@example.org", false)]
    [InlineData("mira", false)]
    [InlineData("@example.org", false)]
    [InlineData("mira@", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void One_bare_address_is_an_address(string? text, bool expected) =>
        Assert.Equal(expected, EmailAddresses.TryParse(text, out _));

    private static OutgoingMessage Outgoing() =>
        new(
            "1@shop.example",
            Guid.Empty,
            "Northwind",
            7,
            "Where is it?",
            "Mira",
            "mira@example.org",
            "Jonas",
            "Here.");

    private static MimeMessage Received(OutgoingMessage outgoing)
    {
        using var mail = MailComposer.Compose(outgoing, "support@shop.example", "mira@example.org", Now, []);
        using var wire = new MemoryStream();
        mail.Prepare(EncodingConstraint.SevenBit);
        mail.WriteTo(wire);
        Assert.All(wire.ToArray(), letter => Assert.InRange(letter, (byte)0, (byte)127));
        Assert.All(
            System.Text.Encoding.ASCII.GetString(wire.ToArray()).Split('\n'),
            line => Assert.InRange(line.Length, 0, 998));
        wire.Position = 0;
        return MimeMessage.Load(wire);
    }
}
