namespace Ensoras.Web.Widget;

/// <summary>The languages that the chat speaks, and made-up ones to look at: longer, and longer and mirrored.</summary>
internal static class WidgetLanguages
{
    public const string Default = "en";
    public const string Pseudo = "en-xa";
    public const string MirroredPseudo = "ar-xb";

    private const int MaxAsked = 20;

    public static IReadOnlyList<string> All { get; } = [Default, "de"];

    /// <summary>The first that the chat speaks of what is asked for, such as "fr, de-AT;q=0.8, en"; English when it
    /// speaks none.</summary>
    public static string Best(string? asked)
    {
        const StringSplitOptions clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var tag in (asked ?? "").Split(',', MaxAsked, clean))
        {
            var name = tag.Split(';')[0].Trim().ToLowerInvariant().Replace('_', '-');
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
}
