using System.Text.Json;

namespace Ensoras.Tests.Support;

/// <summary>The support material beside the repository (shared/data/support), which is not part of it.</summary>
public static class SharedData
{
    private static readonly string? Folder = FindFolder();

    public static bool IsThere => Folder is not null;

    public static string PathOf(string file) => Path.Combine(Folder ?? throw new InvalidOperationException("The shared data is not there."), file);

    public static List<JsonElement> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ensoras.sln")))
            {
                var data = Path.Combine(folder.FullName, "..", "shared", "data", "support");
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }
}

/// <summary>A test that reads the shared data, and is skipped with a word of why where it is absent.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!SharedData.IsThere)
        {
            Skip = "Needs the support material in ../shared/data/support, which is not here.";
        }
    }
}
