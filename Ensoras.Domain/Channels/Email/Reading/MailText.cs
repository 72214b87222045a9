using System.Text;
using MimeKit;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>The text of a part in the encoding that it is really in, whatever its label says.</summary>
internal static class MailText
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    static MailText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="maxBytes">What comes after so many bytes is left out.</param>
    public static string Of(TextPart part, int maxBytes)
    {
        if (part.Content is null)
        {
            return "";
        }

        using var bytes = new BoundedStream(maxBytes);
        try
        {
            part.Content.DecodeTo(bytes);
        }
        catch (BoundedStream.FullException)
        {
            // The beginning is enough.
        }

        return Decode(bytes.Written, part.ContentType.Charset, isCut: bytes.IsFull).ReplaceLineEndings("\n");
    }

    internal static string Decode(ReadOnlySpan<byte> bytes, string? label, bool isCut = false)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        var named = Named(label);
        if (named is not null && !IsOftenWrong(named))
        {
            return named.GetString(bytes);
        }

        // Labelled as Latin, ASCII or not at all: what is valid UTF-8 is UTF-8, everything else is Windows' Latin.
        try
        {
            return Utf8.GetString(isCut ? WithoutHalfCharacter(bytes) : bytes);
        }
        catch (DecoderFallbackException)
        {
            return (
                named is null or { CodePage: 65001 or 20127 or 28591 } ? Encoding.GetEncoding(1252) : named
            ).GetString(bytes);
        }
    }

    private static bool IsOftenWrong(Encoding encoding) => encoding.CodePage is 65001 or 20127 or 28591 or 1252;

    private static Encoding? Named(string? label)
    {
        var name = label?.Trim().Trim('"', '\'').ToLowerInvariant();
        try
        {
            return name switch
            {
                null or "" or "unknown-8bit" or "x-unknown" or "binary" or "default_charset" => null,

                // Its successors hold all of it and what senders put in beside it.
                "gb2312" or "gbk" or "x-gbk" or "gb_2312-80" or "cn-gb" => Encoding.GetEncoding("gb18030"),
                "ks_c_5601-1987" or "ks_c_5601" or "cp949" => Encoding.GetEncoding(949),
                "utf8" or "utf-8" or "unicode-1-1-utf-8" => Utf8,
                _ when name.StartsWith("cp", StringComparison.Ordinal) && int.TryParse(name.AsSpan(2), out var page) =>
                    Encoding.GetEncoding(page),
                _ => Encoding.GetEncoding(name),
            };
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> WithoutHalfCharacter(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        while (end > 0 && end > bytes.Length - 4 && (bytes[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return end > 0 && (bytes[end - 1] & 0xC0) == 0xC0 ? bytes[..(end - 1)] : bytes;
    }
}
