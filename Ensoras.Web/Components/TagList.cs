using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>The tags of a ticket in a row: up to three, and "+n" for the rest.</summary>
public static class TagList
{
    private const int MaxShown = 3;

    public static MarkupString Of(IReadOnlyList<string> tags)
    {
        var shown = string.Concat(
            tags.Take(MaxShown)
                .Select(tag => HtmlTemplate.From($"""<span class="tag" dir="auto" title="{tag}">{tag}</span>""").Value));
        if (tags.Count <= MaxShown)
        {
            return new MarkupString(shown);
        }

        var rest = string.Join(", ", tags.Skip(MaxShown));
        return HtmlTemplate.From(
            $"""{new MarkupString(shown)}<span class="tag more" title="{rest}">+{tags.Count - MaxShown}<span class="visually-hidden"> more: {rest}</span></span>""");
    }
}
