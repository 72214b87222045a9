using System.Diagnostics;
using System.Globalization;
using Ensoras.Bench;
using Ensoras.Bench.Answers;
using Ensoras.Bench.Chats;
using Ensoras.Bench.Mail;
using Ensoras.Bench.Measuring;
using Ensoras.Bench.Seeding;
using Microsoft.Data.Sqlite;

if (args is ["chats", var app, .. var rate])
{
    var chats = new ChatOptions(Path.GetFullPath(app));
    await ChatBench.RunAsync(
        rate is [var perSecond]
            ? chats with
            {
                PerSecond = double.Parse(perSecond, CultureInfo.InvariantCulture),
            }
            : chats);
    return 0;
}

if (args is ["mail", .. var emails])
{
    await MailBench.RunAsync(emails is [var many] ? int.Parse(many, CultureInfo.InvariantCulture) : 2_000, Console.Out);
    return 0;
}

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine($"{error.Message}\n{BenchOptions.Usage}");
    return 1;
}

var folder = options.Folder ?? Directory.CreateTempSubdirectory("ensoras-bench-").FullName;
Directory.CreateDirectory(folder);
var file = Path.Combine(folder, "bench.db");
try
{
    if (options.Answers is { } set)
    {
        using var answers = new AnswerBench(options.IsSemantic, folder, Console.Out);
        await answers.RunAsync(set, options.IsDetailed);
        return 0;
    }

    if (options.Conversations is { } support)
    {
        using var answers = new AnswerBench(options.IsSemantic, folder, Console.Out);
        await answers.AskConversationsAsync(support);
        return 0;
    }

    await using var desk = new BenchDesk(file);
    var started = Stopwatch.GetTimestamp();
    Console.WriteLine($"Seeding {file}");
    var isNew = await new Seeder(desk, options).SeedAsync(CancellationToken.None);
    var seeded = Stopwatch.GetElapsedTime(started);
    Console.WriteLine($"Ready after {seeded.TotalSeconds:N0} s, measuring");
    Cast cast;
    await using (var db = await desk.OpenDbAsync(CancellationToken.None))
    {
        cast = await Cast.LoadAsync(db, CancellationToken.None);
    }

    await WarmAsync(file);
    var bench = new BenchRun(desk, cast, options);
    if (options.OnlySearch)
    {
        await SearchFigures.MeasureAsync(bench);
    }
    else
    {
        await ReadFigures.MeasureAsync(bench);
        await WriteFigures.MeasureAsync(bench);
        await LiveFigures.MeasureAsync(bench);
    }

    Report.Print(bench, isNew ? seeded : null, Console.Out);
}
finally
{
    SqliteConnection.ClearAllPools();
    if (options.Folder is null)
    {
        Directory.Delete(folder, recursive: true);
    }
}

return 0;

// As on a machine whose memory has held the file for hours: no figure depends on what the disk was asked for before.
static async Task WarmAsync(string file)
{
    await using var stream = new FileStream(
        file,
        FileMode.Open,
        FileAccess.Read,
        FileShare.ReadWrite,
        bufferSize: 1 << 20);
    await stream.CopyToAsync(Stream.Null);
}
