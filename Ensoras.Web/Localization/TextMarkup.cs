using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Localization;

/// <summary>
/// Texts with markup inside, such as a time that the browser draws, so that a translation can place it where its
/// language wants it.
/// </summary>
public static class TextMarkup
{
    /// <param name="parts">What {0} and those that follow stand for: markup as it is, everything else encoded.</param>
    public static MarkupString Markup(this IStringLocalizer text, string key, params object[] parts) =>
        new(
            string.Format(
                CultureInfo.CurrentCulture,
                HtmlEncoder.Default.Encode(text[key].Value),
                [
                    .. parts.Select(part =>
                        part is MarkupString markup ? markup.Value : HtmlEncoder.Default.Encode(part.ToString() ?? "")),
                ]));
}
