using Ensoras.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Tickets;

/// <summary>The tags of a ticket in a row: up to three, and "+n" for the rest.</summary>
public static class TagList
{
    private const int MostShown = 3;

    public static MarkupString Of(IReadOnlyList<string> tags)
    {
        var shown = string.Concat(tags.Take(MostShown).Select(tag => HtmlTemplate.From($"""<span class="tag" title="{tag}">{tag}</span>""").Value));
        if (tags.Count <= MostShown)
        {
            return new MarkupString(shown);
        }

        var rest = string.Join(", ", tags.Skip(MostShown));
        return HtmlTemplate.From($"""{new MarkupString(shown)}<span class="tag more" title="{rest}">+{tags.Count - MostShown}<span class="visually-hidden"> more: {rest}</span></span>""");
    }
}
