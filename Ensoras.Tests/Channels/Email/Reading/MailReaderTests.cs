using System.Diagnostics;
using System.Text;
using Ensoras.Domain.Channels.Email.Reading;

namespace Ensoras.Tests.Channels.Email.Reading;

public sealed class MailReaderTests
{
    static MailReaderTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, string, string> Charsets =>
        new()
        {
            { "gb2312", "gb18030", "订单在哪里？€" },
            { "iso-2022-jp", "iso-2022-jp", "注文はどこですか" },
            { "windows-1252", "windows-1252", "“Größe” – 10 €" },
            { "windows-1251", "windows-1251", "Где мой заказ" },
            { "koi8-r", "koi8-r", "Где мой заказ" },
            { "euc-kr", "euc-kr", "주문은 어디에" },
            { "utf-8", "utf-8", "Größe ✓" },
            // Wrong labels.
            { "iso-8859-1", "utf-8", "Größe ✓" },
            { "us-ascii", "windows-1252", "Größe" },
            { "utf-8", "windows-1252", "Größe" },
            { "no-such-charset", "utf-8", "Größe" },
            { "", "windows-1252", "Größe" },
        };

    [Theory, MemberData(nameof(Charsets))]
    public async Task The_text_is_read_in_the_encoding_that_it_is_in(string label, string real, string text)
    {
        var head =
            $"From: a@example.org\nContent-Type: "
                + $"text/plain{(label.Length > 0 ? $"; charset={label}" : "")}\nContent-Transfer-Encoding: 8bit\n\n";

        var mail = await ReadAsync([.. Encoding.ASCII.GetBytes(head), .. Encoding.GetEncoding(real).GetBytes(text)]);

        Assert.Equal(text, mail.Text);
    }

    [Theory]
    [InlineData("=?utf-8?Q?Gr=C3=B6?=\r\n =?utf-8?Q?=C3=9Fe?=", "Größe")]
    [InlineData("=?utf-8?B?R3LD?=\r\n =?utf-8?B?tsOfZQ==?=", "Größe")]
    [InlineData("=?iso-2022-jp?B?GyRCQ21KOBsoQg==?=", "注文")]
    [InlineData("  plain\r\n\tfolded  ", "plain folded")]
    [InlineData("=?broken?X?abc?=", "=?broken?X?abc?=")]
    public async Task Subjects_are_decoded_also_where_a_letter_was_split(string header, string subject) =>
        Assert.Equal(subject, (await ReadAsync($"From: a@example.org\r\nSubject: {header}\r\n\r\nx")).Subject);

    [Fact]
    public async Task HTML_becomes_text_with_lists_links_and_quotes()
    {
        var mail = await ReadAsync(
            "From: a@example.org\nContent-Type: text/html; "
                + "charset=utf-8\n\n<html><head><style>p{color:red}</style><title>T</title></head><body>"
                + "<p>Hello&nbsp;there</p><ul><li>one</li><li><b>two</b></li></ul><p>See <a "
                    + "href=\"https://shop.example/x\">the shop</a>.</p>"
                + "<div style=\"display: none\">hidden</div><table><tr><td>A</td><td>B</td></tr></table>"
                + "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Mar 2, 2026 Ada "
                    + "&lt;ada@example.org&gt; wrote:<br></div><blockquote>old</blockquote></div></body></html>");

        Assert.Equal("Hello there\n\n- one\n- two\n\nSee the shop (https://shop.example/x).\n\nA B", mail.Text);
        Assert.Contains("> old", mail.FullText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_part_that_only_excuses_itself_gives_way_to_the_HTML()
    {
        var mail = await ReadAsync(
            "From: a@example.org\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: "
                + "text/plain\n\nYour client cannot show HTML.\n--x\n"
                + $"Content-Type: text/html\n\n<p>The real text. {new string('a', 900)}</p>\n--x--\n");

        Assert.StartsWith("The real text.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flowed_lines_are_one_again()
    {
        var mail = await ReadAsync(
            "From: a@example.org\nContent-Type: text/plain; format=flowed\n\nThis is one \nline.\n\nNext.\n");

        Assert.Equal("This is one line.\n\nNext.", mail.Text);
    }

    [Fact]
    public async Task An_attached_message_is_a_file_with_its_own_subject()
    {
        var mail = await ReadAsync(
            "From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: "
                + "text/plain\n\nSee.\n--x\nContent-Type: message/rfc822\n\n"
                + "From: b@example.org\nSubject: Inner\n\nInner text\n--x--\n");

        Assert.Equal(
            ("See.", "Inner.eml", "message/rfc822"),
            (mail.Text, mail.Files[0].Name, mail.Files[0].MediaType));
    }

    [Theory]
    [InlineData("multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x", MailProtection.Encrypted)]
    [InlineData("multipart/signed; protocol=\"application/pgp-signature\"; boundary=x", MailProtection.Signed)]
    public async Task Encrypted_and_signed_mail_says_so(string type, MailProtection protection) =>
        Assert.Equal(
            protection,
            (
                await ReadAsync(
                    $"From: a@example.org\nContent-Type: {type}\n\n--x\nContent-Type: text/plain\n\nHi\n--x--\n")
            ).Protection);

    [Theory]
    [InlineData("From: \"Smith, John \\\"Jack\\\" Q.\" <j@example.org>", "Smith, John \"Jack\" Q.", "j@example.org")]
    [InlineData("From: j@example.org (Jack)", "Jack", "j@example.org")]
    [InlineData("From: =?utf-8?Q?J=C3=B6rg?= <j@example.org>\nFrom: other@example.org", "Jörg", "j@example.org")]
    [InlineData("From: undisclosed\nSender: Real <r@example.org>", "Real", "r@example.org")]
    public async Task Senders_are_read_as_people_write_them(string header, string name, string address)
    {
        var from = (await ReadAsync($"{header}\nSubject: x\n\ny")).From;

        Assert.Equal((name, address), (from?.Name, from?.Address));
    }

    [Fact]
    public async Task A_thousand_parts_and_endless_nesting_are_read_in_bounded_time()
    {
        var many = new StringBuilder("From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n");
        for (var index = 0; index < 1_000; index++)
        {
            many.Append("--x\nContent-Type: application/pdf; name=f.pdf\n\nabc\n");
        }

        var deep = new StringBuilder("From: a@example.org\n");
        for (var index = 0; index < 2_000; index++)
        {
            deep.Append("Content-Type: multipart/mixed; boundary=b")
                .Append(index)
                .Append("\n\n--b")
                .Append(index)
                .Append('\n');
        }

        var started = Stopwatch.GetTimestamp();
        var wide = await ReadAsync(many.Append("--x--\n").ToString());
        await ReadAsync(deep.ToString());
        await ReadAsync(
            $"From: a@example.org\nContent-Type: "
                + $"text/html\n\n{string.Concat(Enumerable.Repeat("<div><b>", 100_000))}deep");

        Assert.True(wide.HasMoreFiles && wide.Files.Count == 20);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Mutated_messages_never_throw_anything_but_that_they_are_unreadable()
    {
        byte[][] seeds =
        [
            Encoding.UTF8.GetBytes(
                "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\nMIME-Version: "
                    + "1.0\r\n"
                    + "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: "
                        + "multipart/alternative; boundary=y\r\n\r\n--y\r\n"
                    + "Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: "
                        + "quoted-printable\r\n\r\nHi=20there\r\n--y\r\nContent-Type: text/html\r\n\r\n"
                    + "<p>Hi <a href='https://x.example'>x</a><blockquote>q</blockquote></p>\r\n--y--\r\n--x\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
                    + "Content-Transfer-Encoding: "
                        + "base64\r\n\r\neJ8+IgAAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADoAAE=\r\n--x--\r\n"),
            Encoding.UTF8.GetBytes(
                "From: MAILER-DAEMON@example.org\r\nReturn-Path: <>\r\nSubject: Undelivered\r\nContent-Type: "
                    + "multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"
                    + "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; "
                        + "x\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: "
                        + "5.1.1\r\n\r\n--r\r\n"
                    + "Content-Type: message/rfc822\r\n\r\nMessage-ID: <a@b>\r\nAuthentication-Results: x; "
                        + "spf=pass\r\n\r\nold\r\n--r--\r\n"),
        ];
        var chance = new Random(42);
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = (byte[])seeds[round % seeds.Length].Clone();
            for (var change = chance.Next(1, 12); change > 0; change--)
            {
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            }

            var started = Stopwatch.GetTimestamp();
            try
            {
                using var stream = new MemoryStream(bytes);
                using var message = await MailReader.ParseAsync(stream, CancellationToken.None);
                var mail = new MailReader([], "x").Read(message, CancellationToken.None);
                _ = mail.Html is { } html ? SafeMailHtml.From(html, _ => null, null) : null;
                foreach (var file in mail.Files)
                {
                    file.WriteTo(Stream.Null, CancellationToken.None);
                }
            }
            catch (FormatException)
            {
                // Listed as unreadable.
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2), $"Round {round} took too long.");
        }
    }

    private static Task<ReadMail> ReadAsync(string raw) => ReadAsync(Encoding.UTF8.GetBytes(raw));

    private static async Task<ReadMail> ReadAsync(byte[] raw)
    {
        using var stream = new MemoryStream(raw);
        using var message = await MailReader.ParseAsync(stream, CancellationToken.None);
        return new MailReader([], null).Read(message, CancellationToken.None);
    }
}
