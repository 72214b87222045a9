using System.Globalization;

namespace Ensoras.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        dotnet run -c Release --project bench/Ensoras.Bench -- [options]
          --tickets N       tickets in the project (1000000)
          --waiting N       how many of them wait in the Inbox (30000)
          --passages N      passages in the knowledge base (5000)
          --subscribers N   open screens told of a change (1000)
          --iterations N    measured operations per line (500)
          --folder PATH     keep the seeded file here and use it again; without it, a temporary folder that is deleted
          --answers SET     only ask the embedded writer the questions of this set: tuning, reporting, everyday-tuning or
                            everyday
          --conversations P only ask it the conversations of a folder with conversations.json and manual-pages.json
          --semantic        with either, let it compare sentences by their meaning
          --details         print each question that was not answered rightly
          --search          only measure searches
          --plans           print each query with its plan
        """;

    public int Tickets { get; init; } = 1_000_000;

    public int Waiting { get; init; } = 30_000;

    public int Passages { get; init; } = 5_000;

    public int Subscribers { get; init; } = 1_000;

    public int Iterations { get; init; } = 500;

    public string? Folder { get; init; }

    public bool ShowsPlans { get; init; }

    /// <summary>The set of questions for the embedded writer; null to measure the desk.</summary>
    public string? Answers { get; init; }

    /// <summary>A folder with real conversations and manuals; null when there is none.</summary>
    public string? Conversations { get; init; }

    public bool IsSemantic { get; init; }

    public bool IsDetailed { get; init; }

    public bool OnlySearch { get; init; }

    /// <exception cref="FormatException">An option is unknown, or its value is no whole number.</exception>
    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var at = 0; at < args.Length; at++)
        {
            options = args[at] switch
            {
                "--tickets" => options with { Tickets = Number(args, ++at) },
                "--waiting" => options with { Waiting = Number(args, ++at) },
                "--passages" => options with { Passages = Number(args, ++at) },
                "--subscribers" => options with { Subscribers = Number(args, ++at) },
                "--iterations" => options with { Iterations = Number(args, ++at) },
                "--folder" => options with { Folder = Path.GetFullPath(Value(args, ++at)) },
                "--answers" => options with { Answers = Value(args, ++at) },
                "--conversations" => options with { Conversations = Path.GetFullPath(Value(args, ++at)) },
                "--semantic" => options with { IsSemantic = true },
                "--details" => options with { IsDetailed = true },
                "--search" => options with { OnlySearch = true },
                "--plans" => options with { ShowsPlans = true },
                _ => throw new FormatException($"There is no option {args[at]}."),
            };
        }

        return options.Waiting <= options.Tickets / 10
            ? options
            : throw new FormatException("At most a tenth of the tickets can wait.");
    }

    private static string Value(string[] args, int at) =>
        at < args.Length ? args[at] : throw new FormatException($"{args[at - 1]} needs a value.");

    private static int Number(string[] args, int at) =>
        int.TryParse(Value(args, at), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{args[at - 1]} needs a whole number above 0.");
}
