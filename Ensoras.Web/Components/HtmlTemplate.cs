using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>
/// Markup from an interpolated string: the literal parts are the template, every value is encoded, so that what
/// customers write stays text. One piece of markup costs an open screen a reference, where elements and components
/// cost kilobytes.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct HtmlTemplate
{
    private readonly StringBuilder _html;

    public HtmlTemplate(int literalLength, int formattedCount) =>
        _html = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string template) => _html.Append(template);

    /// <summary>Markup that was made safe already.</summary>
    public void AppendFormatted(MarkupString html) => _html.Append(html.Value);

    public void AppendFormatted(string? text) => _html.Append(HtmlEncoder.Default.Encode(text ?? ""));

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>The whole as markup for a screen.</summary>
    public static MarkupString From(HtmlTemplate template) => new(template._html.ToString());
}
