using System.Text;
using Markdig.Syntax.Inlines;

namespace Ensoras.Domain.Rendering;

/// <summary>What stands within a paragraph, as plain text.</summary>
/// <param name="PublicAddress">Where customers reach the desk, for links into it.</param>
/// <param name="WithAddresses">Whether a link's address stands behind its words.</param>
internal sealed record InlineText(string? PublicAddress, bool WithAddresses)
{
    public string Of(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        if (inlines is not null)
        {
            Write(text, inlines);
        }

        return text.ToString();
    }

    private void Write(StringBuilder text, ContainerInline inlines)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LinkInline link:
                    WriteLink(text, link);
                    break;

                // The mark that mails and issue trackers have long used; without one, "40 50" would stand for "not
                // 40, 50".
                case EmphasisInline { DelimiterChar: '~' } struck:
                    text.Append('-');
                    Write(text, struck);
                    text.Append('-');
                    break;
                case ContainerInline container:
                    Write(text, container);
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case LineBreakInline:
                    text.Append('\n');
                    break;
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
            }
        }
    }

    private void WriteLink(StringBuilder text, LinkInline link)
    {
        var words = new StringBuilder();
        Write(words, link);
        text.Append(words);
        var address = SafeMarkdown.IsFromRoot(link.Url)
            ? PublicAddress is null ? null : PublicAddress.TrimEnd('/') + link.Url
            : link.Url;
        if (WithAddresses && address is not null && !SaysTheSame(words.ToString(), address))
        {
            text.Append(" (").Append(address).Append(')');
        }
    }

    // "www.shop.example" and "mira@example.org" are their own addresses.
    private static bool SaysTheSame(string words, string address) =>
        Bare(words).Equals(Bare(address), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string address)
    {
        var rest = address.AsSpan();
        foreach (var scheme in new[] { "https://", "http://", "mailto:", "tel:" })
        {
            rest = rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? rest[scheme.Length..] : rest;
        }

        return rest.TrimEnd('/').ToString();
    }
}
