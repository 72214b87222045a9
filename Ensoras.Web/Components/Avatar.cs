using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>A person as a circle with initials, in a colour that is theirs.</summary>
public static class Avatar
{
    /// <param name="css">Further classes.</param>
    public static MarkupString Of(string name, string? css = null) =>
        HtmlTemplate.From(
            $"""<span class="avatar {css}" style="--hue:{Initials.Hue(name)}" aria-hidden="true" title="{name}">{Initials.Of(name)}</span>""");
}
