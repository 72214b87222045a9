using System.Text.RegularExpressions;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Decides what a file is: a picture by its first bytes, anything else by what was said of it, if that can do no
/// harm.
/// </summary>
public static partial class AttachmentType
{
    public const string Unknown = "application/octet-stream";

    private static readonly string[] Images = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>
    /// Whether it is one of the four kinds of picture that are shown and not only offered to be saved.
    /// </summary>
    public static bool IsImage(string mediaType) => Images.Contains(mediaType);

    /// <param name="start">The file's first bytes; twelve are enough.</param>
    /// <param name="declared">What the uploader's browser said.</param>
    /// <returns>A media type without parameters; <see cref="Unknown"/> for what a browser might run.</returns>
    public static string Of(ReadOnlySpan<byte> start, string? declared) => ByStart(start) ?? Declared(declared);

    private static string? ByStart(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => Images[0],
            [0xFF, 0xD8, 0xFF, ..] => Images[1],
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Images[2],
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                Images[3],
            _ => null,
        };

    private static string Declared(string? declared)
    {
        var type = (declared ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return Harmless().IsMatch(type) ? type : Unknown;
    }

    // No HTML, XML, SVG or script: nothing that a browser runs, and no picture whose bytes say otherwise.
    [GeneratedRegex(
        @"^(text/(plain|csv|calendar|markdown|rtf)|(audio|video)/[a-z0-9][a-z0-9.+-]{0,60}|application/(pdf|zip|gzip"
            + @"|json|rtf|msword|x-7z-compressed|vnd\.(ms-(excel|powerpoint|outlook)"
            + @"|openxmlformats-officedocument\.[a-z.]{1,60}|oasis\.opendocument\.[a-z-]{1,40}))|message/rfc822)$")]
    private static partial Regex Harmless();
}
