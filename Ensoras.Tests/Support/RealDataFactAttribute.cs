using System.Runtime.CompilerServices;

namespace Ensoras.Tests.Support;

/// <summary>
/// A test that needs the real support conversations, which lie beside the repository and never in it. Where they are
/// absent it says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (!File.Exists(PathOf("conversations.json")))
        {
            Skip = "The real support data (../shared/data/support) is not beside the repository.";
        }
    }

    public static string PathOf(string file) =>
        Path.GetFullPath(Path.Combine(Repository(), "..", "shared", "data", "support", file));

    private static string Repository([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..");
}
