using System.Globalization;

namespace Ensoras.Domain.Rendering;

/// <summary>A place in a text that leads somewhere.</summary>
/// <param name="Target">The whole address, with its scheme.</param>
internal readonly record struct FoundAddress(int Start, int End, string Target);

/// <summary>Finds web and mail addresses in typed text, in one pass.</summary>
internal static class AddressFinder
{
    private const int MaxLength = 2_000;
    private const int MaxLocalPart = 64;
    private const int MaxDomain = 253;
    private static readonly string[] Beginnings = ["http://", "https://", "mailto:", "www."];

    public static IEnumerable<FoundAddress> In(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var found = text[at] switch
            {
                'h' or 'H' or 'm' or 'M' or 'w' or 'W' => WebAddress(text, at),
                '@' => MailAddress(text, at),
                _ => null,
            };
            if (found is { } address)
            {
                yield return address;
            }

            at = found?.End ?? at + 1;
        }
    }

    private static FoundAddress? WebAddress(string text, int start)
    {
        var beginning = Beginnings.FirstOrDefault(each =>
            string.Compare(text, start, each, 0, each.Length, StringComparison.OrdinalIgnoreCase) == 0);
        if (beginning is null || (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1])))
        {
            return null;
        }

        var end = start + beginning.Length;
        while (end < text.Length && end - start < MaxLength && !EndsAddress(text[end]))
        {
            end++;
        }

        end = start + WithoutClosingMarks(text.AsSpan(start..end));
        var target = beginning is "www." ? $"https://{text[start..end]}" : text[start..end];
        return end - start > beginning.Length && Uri.TryCreate(target, UriKind.Absolute, out var address)
            && (address.Scheme is "mailto" || address.Host.Length > 0)
                ? new FoundAddress(start, end, target)
                : null;
    }

    private static FoundAddress? MailAddress(string text, int at)
    {
        var (start, end) = (at, at + 1);
        while (
            start > 0
            && at - start < MaxLocalPart
            && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_' or '%' or '+' or '-'))
        {
            start--;
        }

        while (
            end < text.Length
            && end - at <= MaxDomain
            && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-'))
        {
            end++;
        }

        end = at + 1 + text.AsSpan((at + 1)..end).TrimEnd(".-").Length;
        while (start < at && text[start] is '.' or '-')
        {
            start++;
        }

        var domain = text.AsSpan((at + 1)..end);
        return
            start < at
            && domain.Contains('.')
            && !domain.Contains("..", StringComparison.Ordinal)
            && !(end < text.Length && text[end] is '@')
            ? new FoundAddress(start, end, $"mailto:{text[start..end]}")
            : null;
    }

    // Spaces, quotes and control signs end an address, and so does the punctuation of scripts that write without
    // spaces.
    private static bool EndsAddress(char sign) =>
        sign is '<' or '>' or '"' or '\\' or '^' or '`' or '{' or '|' or '}'
        || char.IsWhiteSpace(sign)
        || char.IsControl(sign)
        || char.GetUnicodeCategory(sign)
            is UnicodeCategory.Format
                or UnicodeCategory.InitialQuotePunctuation
                or UnicodeCategory.FinalQuotePunctuation
        || sign is >= '\u3000' and <= '\u303F' or (>= '\uFF00' and <= '\uFF0F') or '\uFF1A' or '\uFF1B' or '\uFF1F';

    /// <summary>How much of it is the address: a full stop or a bracket after it belongs to the sentence.</summary>
    private static int WithoutClosingMarks(ReadOnlySpan<char> address)
    {
        while (address.Length > 0 && (address[^1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '_' or '~'
            || (address[^1] is ')' && address.Count(')') > address.Count('('))
            || (address[^1] is ']' && address.Count(']') > address.Count('['))))
        {
            address = address[..^1];
        }

        return address.Length;
    }
}
