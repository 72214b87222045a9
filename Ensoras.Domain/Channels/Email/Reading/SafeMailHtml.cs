using Ganss.Xss;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>
/// An email's HTML as a person may look at it, in a frame of its own: nothing runs, nothing is sent, nothing leaves
/// its box, and nothing is fetched unless the person asks.
/// </summary>
public static class SafeMailHtml
{
    private const int MaxDepth = 400;
    private static readonly string[] Escaping =
    [
        "position",
        "z-index",
        "left",
        "top",
        "right",
        "bottom",
        "transform",
        "content",
        "cursor",
        "pointer-events",
    ];
    private static readonly HtmlSanitizer Blocking = Create(showsRemote: false);
    private static readonly HtmlSanitizer Showing = Create(showsRemote: true);

    /// <param name="pictureAddress">Where a picture of the email itself is fetched, by its Content-ID; null when
    /// there is none.</param>
    /// <param name="remoteAddress">Where a picture from elsewhere is fetched through us; null blocks them all.</param>
    public static string From(string html, Func<string, string?> pictureAddress, Func<string, string?>? remoteAddress)
    {
        if (HtmlDepth.IsTooDeep(html, MaxDepth))
        {
            return $"<pre>{System.Net.WebUtility.HtmlEncode(HtmlDepth.WithoutTags(html))}</pre>";
        }

        using var document = (remoteAddress is null ? Blocking : Showing).SanitizeDom(html);
        foreach (var picture in document.QuerySelectorAll("img"))
        {
            var source = picture.GetAttribute("src") ?? "";
            var address =
                source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) ? pictureAddress(source[4..])
                : source.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? source
                : source.Length > 0 ? remoteAddress?.Invoke(source)
                : null;
            picture.RemoveAttribute("srcset");
            if (address is null)
            {
                picture.RemoveAttribute("src");
                picture.SetAttribute("data-blocked", "");
            }
            else
            {
                picture.SetAttribute("src", address);
            }
        }

        foreach (var link in document.QuerySelectorAll("a[href]"))
        {
            link.SetAttribute("target", "_blank");
            link.SetAttribute("rel", "noopener noreferrer nofollow");
        }

        return document.Body?.InnerHtml ?? "";
    }

    /// <summary>Whether it names pictures from elsewhere.</summary>
    public static bool HasRemotePictures(string html) =>
        html.Contains("src=\"http", StringComparison.OrdinalIgnoreCase)
        || html.Contains("src='http", StringComparison.OrdinalIgnoreCase);

    private static HtmlSanitizer Create(bool showsRemote)
    {
        var options = new HtmlSanitizerOptions();
        foreach (
            var tag in new[]
            {
                "form",
                "input",
                "button",
                "select",
                "option",
                "optgroup",
                "textarea",
                "label",
                "fieldset",
                "legend",
                "keygen",
                "datalist",
                "output",
                "meter",
                "progress",
                "menuitem",
                "html",
                "head",
                "body",
            })
        {
            options.AllowedTags.Remove(tag);
        }

        foreach (
            var attribute in new[]
            {
                "name",
                "id",
                "action",
                "method",
                "target",
                "accept",
                "autocomplete",
                "background",
                "srcset",
                "usemap",
                "ismap",
                "for",
                "accesskey",
                "tabindex",
                "contenteditable",
                "draggable",
                "class",
            })
        {
            options.AllowedAttributes.Remove(attribute);
        }

        foreach (var property in Escaping)
        {
            options.AllowedCssProperties.Remove(property);
        }

        foreach (
            var property in new[]
            {
                "background",
                "background-image",
                "list-style",
                "list-style-image",
                "border-image",
                "border-image-source",
            })
        {
            // A picture behind the text tells its sender that the email was opened.
            options.AllowedCssProperties.Remove(property);
        }

        options.AllowedAtRules.Clear();
        options.AllowedSchemes.Clear();
        foreach (var scheme in new[] { "https", "http", "mailto", "tel", "cid", "data" })
        {
            options.AllowedSchemes.Add(scheme);
        }

        var sanitizer = new HtmlSanitizer(options) { KeepChildNodes = true };
        sanitizer.RemovingTag += (_, removed) =>
        {
            // What programs and styles say is no text.
            if (
                removed.Tag.NodeName
                is "SCRIPT"
                    or "STYLE"
                    or "TITLE"
                    or "NOSCRIPT"
                    or "TEMPLATE"
                    or "IFRAME"
                    or "OBJECT")
            {
                removed.Tag.InnerHtml = "";
            }
        };
        sanitizer.FilterUrl += (_, url) => url.SanitizedUrl = Allowed(url, showsRemote);
        return sanitizer;
    }

    /// <summary>
    /// Only whole addresses; data only as the picture that it is; remote pictures only when they were asked for.
    /// </summary>
    private static string? Allowed(FilterUrlEventArgs url, bool showsRemote)
    {
        var address = url.SanitizedUrl;
        if (
            address is null
            || !Uri.TryCreate(url.OriginalUrl.Trim(), UriKind.Absolute, out var uri)
            || url.OriginalUrl.TrimStart().StartsWith("//", StringComparison.Ordinal)
            || url.OriginalUrl.TrimStart().StartsWith('/'))
        {
            return null;
        }

        var isPicture = url.Tag.NodeName is "IMG";
        return uri.Scheme switch
        {
            "data" => isPicture
            && url.OriginalUrl.TrimStart().StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
            && !url.OriginalUrl.Contains("svg", StringComparison.OrdinalIgnoreCase)
                ? address
                : null,
            "cid" => isPicture ? address : null,
            "http" or "https" => !isPicture || showsRemote ? address : null,
            _ => isPicture ? null : address,
        };
    }
}
