using System.Text;

namespace Ensoras.Web.Widget;

/// <summary>The languages that the chat speaks, and a made-up one that tests read: longer, accented, and mirrored on
/// request.</summary>
internal static class WidgetLanguages
{
    public const string Default = "en";

    /// <summary>The names that Windows gave pseudo-languages.</summary>
    public const string Pseudo = "qps-ploc";
    public const string MirroredPseudo = "qps-plocm";

    private const int MaxAsked = 20;
    private const string Plain = "AEIOUaeiouncsyz";
    private const string Accented = "ÅÉÎÖÛåéîöûñçšýž";

    public static IReadOnlyList<string> All { get; } = [Default, "de"];

    /// <summary>The first that the chat speaks of what is asked for, such as "fr, de-AT;q=0.8, en"; English when it
    /// speaks none.</summary>
    public static string Best(string? asked)
    {
        const StringSplitOptions clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var tag in (asked ?? "").Split(',', MaxAsked, clean))
        {
            var name = tag.Split(';')[0].Trim().ToLowerInvariant();
            if (IsPseudo(name))
            {
                return name;
            }

            if (All.FirstOrDefault(language => name.Split('-')[0] == language) is { } known)
            {
                return known;
            }
        }

        return Default;
    }

    public static bool IsPseudo(string language) => language is Pseudo or MirroredPseudo;

    /// <summary>The text in the made-up language; what stands in braces stays.</summary>
    public static string ToPseudo(string text)
    {
        var result = new StringBuilder("[");
        var depth = 0;
        foreach (var letter in text)
        {
            depth += letter is '{' ? 1 : letter is '}' ? -1 : 0;
            result.Append(depth == 0 && Plain.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var place
                ? Accented[place]
                : letter);
        }

        return result.Append(' ').Append('~', Math.Max(3, text.Length * 2 / 5)).Append(']').ToString();
    }
}
