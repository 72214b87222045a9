using System.Data.Common;

namespace Ensoras.Web.Live;

/// <summary>
/// Whether the database is what failed: locked, gone, full or not answering. That is nobody's mistake, and it is
/// worth trying again.
/// </summary>
public static class StorageFailure
{
    public static bool Is(Exception? error) =>
        error is DbException or IOException or TimeoutException || (error is not null && Is(error.InnerException));
}
