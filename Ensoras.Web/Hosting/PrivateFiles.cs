using System.Runtime.InteropServices;

namespace Ensoras.Web.Hosting;

/// <summary>What the desk writes to disk is for the user that runs it and for nobody else of the machine.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const uint NothingForOthers = 0b000_111_111;

    /// <summary>
    /// Makes the data folder if it is not there, and closes it and what the desk has in it to others; what is written
    /// later is closed from the start.
    /// </summary>
    /// <returns>Why that could not be done, for a folder that belongs to somebody else; null when it was.</returns>
    public static string? Close(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return null;
        }

        _ = SetMask(NothingForOthers);
        Directory.CreateDirectory(directory);
        try
        {
            System.IO.File.SetUnixFileMode(directory, Folder);
            CloseFiles(Directory.EnumerateFiles(directory, "ensoras.db*"));
            var outbox = Path.Combine(directory, "outbox");
            if (Directory.Exists(outbox))
            {
                System.IO.File.SetUnixFileMode(outbox, Folder);
                CloseFiles(Directory.EnumerateFiles(outbox));
            }

            return null;
        }
        catch (UnauthorizedAccessException error)
        {
            return error.Message;
        }
    }

    private static void CloseFiles(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
#pragma warning disable CA1416 // Not reached on Windows.
            System.IO.File.SetUnixFileMode(file, File);
#pragma warning restore CA1416
        }
    }

    // Covers every file that this process makes, whichever library makes it: the database's journal, e-mails,
    // temporary files.
#pragma warning disable SYSLIB1054 // Source-generated imports need unsafe code.
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
#pragma warning restore SYSLIB1054
}
