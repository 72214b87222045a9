using Ensoras.Tests.Support;

namespace Ensoras.Tests.Hosting;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Nobody_else_of_the_machine_can_read_the_data_folder_or_what_is_in_it()
    {
        await using var desk = new DeskProcess();
        var folder = Path.GetDirectoryName(desk.SqliteFile)!;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);

        await desk.StartAsync();

        var all = Directory
            .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Append(folder)
            .ToList();

        Assert.Contains(all, path => path.EndsWith("ensoras.db", StringComparison.Ordinal));
        Assert.Contains(all, path => path.EndsWith("ensoras.db-wal", StringComparison.Ordinal));
        Assert.DoesNotContain(all, path => (File.GetUnixFileMode(path) & Others) != 0);
    }
}
