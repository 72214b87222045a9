using System.Globalization;
using System.Resources;

namespace Ensoras.Web.Localization;

/// <summary>
/// The texts of the resource files that <typeparamref name="T"/> names, for code that no localizer reaches.
/// </summary>
internal static class Texts<T>
{
    private static readonly ResourceManager All = new(typeof(T));

    /// <summary>The text in the current language.</summary>
    /// <param name="about">What {0} and those that follow stand for.</param>
    public static string Of(string key, params object[] about) => string.Format(
        CultureInfo.CurrentUICulture, All.GetString(key, CultureInfo.CurrentUICulture) ?? key, about);

    /// <summary>A counted text, as <see cref="Plurals"/> chooses it.</summary>
    public static string Count(string key, int count) => Of(count == 1 ? $"{key}_one" : $"{key}_other", count);
}
