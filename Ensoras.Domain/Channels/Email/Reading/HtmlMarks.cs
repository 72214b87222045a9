using AngleSharp.Dom;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>What the elements of an HTML email mean for its text.</summary>
internal static class HtmlMarks
{
    public static readonly HashSet<string> Blocks =
    [
        "P",
        "DIV",
        "TABLE",
        "TR",
        "UL",
        "OL",
        "LI",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "SECTION",
        "ARTICLE",
        "HEADER",
        "FOOTER",
        "PRE",
        "HR",
        "DL",
        "DT",
        "DD",
        "CENTER",
        "FORM",
        "ADDRESS",
    ];

    public static readonly HashSet<string> Spaced =
    [
        "P",
        "TABLE",
        "UL",
        "OL",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "BLOCKQUOTE",
        "PRE",
    ];
    private static readonly HashSet<string> Hidden =
    [
        "HEAD",
        "STYLE",
        "SCRIPT",
        "TITLE",
        "NOSCRIPT",
        "TEMPLATE",
        "IFRAME",
        "OBJECT",
        "SVG",
        "MATH",
        "SELECT",
        "TEXTAREA",
    ];

    private static readonly string[] QuoteClasses =
    [
        "gmail_quote_container",
        "yahoo_quoted",
        "protonmail_quote",
        "gmail_extra_quote",
    ];
    private static readonly string[] SignatureMarks =
    [
        "gmail_signature",
        "protonmail_signature_block",
        "moz-signature",
        "Signature",
        "ms-outlook-mobile-signature",
        "AppleMailSignature",
        "yahoo-signature",
    ];

    public static bool IsHidden(IElement element) =>
        Hidden.Contains(element.NodeName)
        || (
            element.GetAttribute("style") is { } style
            && style
                .Replace(" ", "", StringComparison.Ordinal)
                .Contains("display:none", StringComparison.OrdinalIgnoreCase));

    public static bool IsQuote(IElement element) => Array.Exists(QuoteClasses, element.ClassList.Contains);

    public static bool IsSignature(IElement element) =>
        Array.Exists(SignatureMarks, mark => element.ClassList.Contains(mark) || element.Id == mark);
}
