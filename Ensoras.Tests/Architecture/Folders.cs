using System.Reflection;

namespace Ensoras.Tests.Architecture;

/// <summary>The folders of an assembly and which mention each other, read from its compiled form.</summary>
internal static class Folders
{
    /// <summary>
    /// The type in whose file it stands: lambdas, async bodies and records within it are nested types.
    /// </summary>
    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>
    /// Every pair of folders of which each leads to the other, with a mention that closes the circle.
    /// </summary>
    /// <param name="root">The namespace in which the folders are.</param>
    public static IReadOnlyList<string> CirclesIn(Assembly assembly, string root, IReadOnlyCollection<string> except)
    {
        var mentions =
            (from type in assembly.GetTypes()
             let here = FolderOf(type, root)
             where here is not null && !except.Contains(here)
             from mentioned in Mentions.TypesOf(type)
             where mentioned.Assembly == assembly
             let there = FolderOf(mentioned, root)
             where there is not null && there != here && !except.Contains(there)
             select (From: here, To: there, What: $"{Outermost(type).Name} mentions {Outermost(mentioned).Name}"))
            .Distinct().ToList();
        var arrows = mentions.ToLookup(mention => mention.From, mention => mention.To);
        return [.. from mention in mentions
                   where Reaches(arrows, mention.To, mention.From)
                   group mention.What by (mention.From, mention.To) into pair
                   orderby pair.Key
                   select $"{pair.Key.From} → {pair.Key.To}: {string.Join(", ", pair.Distinct().Order().Take(6))}"];
    }

    private static string? FolderOf(Type type, string root) =>
        Outermost(type).Namespace is { } space && space.StartsWith(root + ".", StringComparison.Ordinal)
            ? space[(root.Length + 1)..].Split('.')[0]
            : null;

    private static bool Reaches(ILookup<string, string> arrows, string start, string goal)
    {
        var seen = new HashSet<string> { start };
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out var folder))
        {
            if (folder == goal)
            {
                return true;
            }

            foreach (var to in arrows[folder].Where(seen.Add))
            {
                next.Enqueue(to);
            }
        }

        return false;
    }
}
