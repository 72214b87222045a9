using System.Net;
using System.Text;

namespace Ensoras.Domain.Rendering;

/// <summary>
/// What a customer typed, as HTML that shows every sign of it: only addresses become links. Line ends and spaces stay
/// in the text; the page that shows it preserves them (white-space: pre-wrap).
/// </summary>
public static class TypedHtml
{
    public static string From(string text)
    {
        var html = new StringBuilder(text.Length + 64);
        var done = 0;
        foreach (var link in AddressFinder.In(text))
        {
            html.Append(WebUtility.HtmlEncode(text[done..link.Start]))
                .Append("<a href=\"").Append(WebUtility.HtmlEncode(link.Target))
                .Append("\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">")
                .Append(WebUtility.HtmlEncode(text[link.Start..link.End])).Append("</a>");
            done = link.End;
        }

        return html.Append(WebUtility.HtmlEncode(text[done..])).ToString();
    }
}
