namespace Ensoras.Web.Hosting;

/// <summary>
/// What decides how the program starts: settings (environment, appsettings.json) and the command line.
/// </summary>
/// <param name="DataDirectory">Where the SQLite file and the sign-in keys lie; made if it is not there.</param>
/// <param name="Postgres">A PostgreSQL connection string; null keeps everything in <paramref
/// name="SqliteFile"/>.</param>
/// <param name="SurvivesPowerCut">Whether SQLite waits for the disk at each commit.</param>
/// <param name="MayUpgrade">Whether the operator has backed up a database that cannot copy itself before an
/// upgrade.</param>
/// <param name="DatabaseTimeout">How long a start waits for PostgreSQL.</param>
/// <param name="WantsSample">Whether an empty desk starts with the sample.</param>
public sealed record StartOptions(
    string DataDirectory,
    string SqliteFile,
    string? Postgres,
    bool SurvivesPowerCut,
    bool MayUpgrade,
    TimeSpan DatabaseTimeout,
    bool WantsSample,
    string? SamplePassword)
{
    public static StartOptions From(IConfiguration settings, string contentRoot, string[] args)
    {
        var directory = Path.GetFullPath(settings["Ensoras:DataDirectory"] ?? "data", contentRoot);
        var postgres = settings.GetConnectionString("Desk");
        return new StartOptions(
            directory,
            Path.Combine(directory, "ensoras.db"),
            string.IsNullOrWhiteSpace(postgres) ? null : postgres,
            settings.GetValue<bool>("Ensoras:SurvivePowerCut"),
            args.Contains("--upgrade") || settings.GetValue<bool>("Ensoras:Upgrade"),
            TimeSpan.FromSeconds(settings.GetValue("Ensoras:DatabaseTimeout", 600)),
            args.Contains("--sample"),
            settings["Ensoras:SamplePassword"]);
    }
}
