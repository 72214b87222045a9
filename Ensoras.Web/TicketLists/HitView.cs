using System.Text;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.TicketLists;

/// <summary>A text in which a search found something, with what matched marked.</summary>
public static class HitView
{
    /// <param name="hit">As <see cref="HitText"/> marks it.</param>
    public static MarkupString Of(string hit)
    {
        var html = new StringBuilder();
        var rest = hit.AsSpan();
        for (var begin = rest.IndexOf(HitText.Begin); begin >= 0; begin = rest.IndexOf(HitText.Begin))
        {
            var end = rest[begin..].IndexOf(HitText.End) is var found && found < 0 ? rest.Length : begin + found;
            html.Append(
                HtmlTemplate.From($"{rest[..begin].ToString()}<mark>{rest[(begin + 1)..end].ToString()}</mark>").Value);
            rest = rest[Math.Min(rest.Length, end + 1)..];
        }

        return HtmlTemplate.From($"{new MarkupString(html.ToString())}{rest.ToString()}");
    }
}
