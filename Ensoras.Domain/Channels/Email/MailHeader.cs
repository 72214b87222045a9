using System.Globalization;
using System.Text;
using MimeKit;

namespace Ensoras.Domain.Channels.Email;

/// <summary>What people typed as a header can carry it: one line, and read back exactly as typed.</summary>
internal static class MailHeader
{
    /// <summary>An encoded word may have 75 characters; so many bytes stay below that.</summary>
    private const int MaxBytesOfAWord = 42;

    /// <summary>
    /// Without line breaks and control characters, which would end the header or be dropped on the way.
    /// </summary>
    public static string OneLine(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();

    public static void SetSubject(MimeMessage mail, string subject)
    {
        var line = OneLine(subject);
        if (LooksEncoded(line))
        {
            SetRaw(mail, HeaderId.Subject, Encoded(line));
        }
        else
        {
            mail.Subject = line;
        }
    }

    /// <summary>Sets an address header; MimeKit quotes or encodes the name.</summary>
    public static void SetAddress(MimeMessage mail, HeaderId header, string name, string address)
    {
        var line = OneLine(name);
        var box = new MailboxAddress(Encoding.UTF8, line, address);
        if (LooksEncoded(line))
        {
            SetRaw(mail, header, $"{Encoded(line)}\r\n <{box.GetAddress(idnEncode: true)}>");
        }
        else
        {
            (
                header switch
                {
                    HeaderId.From => mail.From,
                    HeaderId.ReplyTo => mail.ReplyTo,
                    _ => mail.To,
                }).Add(line.Length == 0 ? new MailboxAddress(null, address) : box);
        }
    }

    // What a person typed like this would arrive as something else: a reader decodes it.
    private static bool LooksEncoded(string text) => text.Contains("=?", StringComparison.Ordinal);

    private static void SetRaw(MimeMessage mail, HeaderId id, string value)
    {
        var header = new Header(id, "");
        header.SetRawValue(Encoding.ASCII.GetBytes($" {value}\r\n"));
        mail.Headers.Replace(header);
    }

    private static string Encoded(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            if (
                word.Length > 0
                && Encoding.UTF8.GetByteCount(word.ToString()) + Encoding.UTF8.GetByteCount(elements.GetTextElement())
                    > MaxBytesOfAWord)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            word.Append(elements.GetTextElement());
        }

        words.Add(word.ToString());
        return string.Join(
            "\r\n ",
            words.Select(part => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(part))}?="));
    }
}
