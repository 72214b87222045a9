using System.Globalization;
using System.Resources;

namespace Ensoras.Web.Resources;

/// <summary>Names the resource files SharedText.resx and SharedText.de.resx: words that several pages use.</summary>
public sealed class SharedText
{
    private static readonly ResourceManager Texts = new(typeof(SharedText));

    /// <summary>A text for code that has no localizer.</summary>
    internal static string Of(string key) => Texts.GetString(key, CultureInfo.CurrentUICulture)!;
}
