using System.Text;

namespace Ensoras.Domain.Import;

/// <summary>Finds out how a file writes its letters, and reads it as UTF-8.</summary>
internal static class ImportEncoding
{
    private const int SampleSize = 64 * 1024;

    /// <summary>The file's text as UTF-8 without a byte order mark.</summary>
    /// <returns>What to tell about it; null for UTF-8.</returns>
    /// <exception cref="RuleBrokenException">It is written in a way that cannot be read.</exception>
    public static async Task<(Stream Text, Sentence? Note)> OpenAsync(Stream file, CancellationToken cancellationToken)
    {
        var begin = new byte[4];
        var length = await file.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        var (encoding, mark) = begin.AsSpan(0, length) switch
        {
            [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] => throw new RuleBrokenException(Sentence.Of("Import.Utf32")),
            [0xEF, 0xBB, 0xBF, ..] => ((Encoding?)null, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            [not 0, 0, ..] => (Encoding.Unicode, 0),
            [0, not 0, ..] => (Encoding.BigEndianUnicode, 0),
            _ => (null, 0),
        };
        file.Position = mark;
        if (encoding is not null)
        {
            return (
                Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8, leaveOpen: true),
                Sentence.Of("Import.ReadAsUtf16"));
        }

        var isWindows = mark == 0 && await IsWindowsAsync(file, cancellationToken).ConfigureAwait(false);
        file.Position = mark;
        return isWindows
            ? (
                Encoding.CreateTranscodingStream(
                    file,
                    CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
                    Encoding.UTF8,
                    leaveOpen: true),
                Sentence.Of("Import.ReadAsWindows"))
            : (file, null);
    }

    /// <summary>
    /// Whether more of its letters beyond ASCII are bytes that UTF-8 does not have than letters that it has.
    /// </summary>
    private static async Task<bool> IsWindowsAsync(Stream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[SampleSize];
        var (kept, valid, broken) = (0, 0L, 0L);
        for (
            int read;
            (read = await file.ReadAsync(buffer.AsMemory(kept), cancellationToken).ConfigureAwait(false)) > 0;

        )
        {
            var rest = buffer.AsMemory(0, kept + read);
            Count(ref rest, ref valid, ref broken);
            rest.CopyTo(buffer);
            kept = rest.Length;
        }

        return broken + (kept > 0 ? 1 : 0) > valid;
    }

    /// <summary>Leaves in <paramref name="rest"/> a letter that has only begun.</summary>
    private static void Count(ref Memory<byte> rest, ref long valid, ref long broken)
    {
        while (!rest.IsEmpty)
        {
            var next = rest.Span.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0)
            {
                rest = default;
                return;
            }

            rest = rest[next..];
            switch (Rune.DecodeFromUtf8(rest.Span, out _, out var length))
            {
                case System.Buffers.OperationStatus.NeedMoreData:
                    return;
                case System.Buffers.OperationStatus.Done:
                    valid++;
                    break;
                default:
                    broken++;
                    break;
            }

            rest = rest[length..];
        }
    }
}
