namespace Ensoras.Web.Localization;

/// <summary>
/// Counted texts: the key with <c>_one</c> for exactly one, with <c>_other</c> for every other number.
/// </summary>
public static class Plurals
{
    /// <param name="key">The key without its ending; {0} in the text is the count.</param>
    /// <param name="more">{1} and what follows.</param>
    public static string Count(this IStringLocalizer text, string key, int count, params object[] more) =>
        text[count == 1 ? $"{key}_one" : $"{key}_other", [count, .. more]];
}
