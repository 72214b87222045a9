using System.Runtime.CompilerServices;

namespace Ensoras.Tests.Architecture;

/// <summary>The repository's own files, for tests that read the text itself.</summary>
internal static class SourceTree
{
    private static readonly string[] Ignored = ["bin", "obj", ".git", "TestResults", "node_modules"];

    public static string Root { get; } = Find();

    /// <param name="folder">Below the root.</param>
    /// <param name="endings">Such as ".razor".</param>
    /// <returns>Paths below the root, with forward slashes.</returns>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
                && !file.Split('/').Any(part => Ignored.Contains(part)))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
