using System.Diagnostics;
using System.Text.Json;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Import;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Semantic;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Bench.Answers;

/// <summary>
/// Asks the embedded writer questions and looks for the sentence that answers. The set "tuning" is for turning its
/// screws, the set "reporting" only for telling how good it is: anybody who looks at single lines of it makes a new
/// one.
/// "everyday-tuning" and "everyday" are the same in customers' own words, which are seldom those of the pages.
/// </summary>
/// <param name="isSemantic">Whether it compares sentences by their meaning.</param>
internal sealed class AnswerBench(bool isSemantic, string folder, TextWriter to) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    private readonly SentenceModel? _model = isSemantic ? new SentenceModel() : null;
    private readonly List<double> _milliseconds = [];

    public void Dispose() => _model?.Dispose();

    public async Task RunAsync(string set, bool isDetailed)
    {
        var asked = Read<Asked[]>($"Answers/{set}.json");
        var desk = await AskAsync(Path.Combine(folder, "desk.db"), "Sample/articles.json",
            [.. asked.Where(each => each.About == "desk")], isDetailed);
        var manuals = await AskAsync(Path.Combine(folder, "manuals.db"), "Answers/manuals.json",
            [.. asked.Where(each => each.About == "manuals")], isDetailed);
        if (isDetailed)
        {
            foreach (var line in desk.Concat(manuals))
            {
                to.WriteLine(
                    $"{line.Verdict}: {line.Asked.Asks}\n    wants "
                        + $"{string.Join(" | ", line.Asked.Says)}\n{line.Found}");
            }
        }

        to.WriteLine(
            $"| {set} | questions | answering sentence | right page | wrong answer | silent | to be left alone | "
                + "answered all the same |");
        to.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        Print("sample desk", desk);
        Print("manuals", manuals);
        Print("both", [.. desk, .. manuals]);
        PrintTimes();

        void Print(string name, IReadOnlyList<Answered> lines)
        {
            var meant = lines.Where(line => line.Asked.Says.Count > 0).ToList();
            var alone = lines.Where(line => line.Asked.Says.Count == 0).ToList();
            to.WriteLine(
                $"| {name} | {meant.Count} | {meant.Count(line => line.IsRight)} | "
                    + $"{meant.Count(line => line.IsRightPage)} "
                    + $"| {meant.Count(line => !line.IsRight && line.Quote.Length > 0)} | "
                        + $"{meant.Count(line => line.Quote.Length == 0)} | {alone.Count} | "
                        + $"{alone.Count(line => line.Quote.Length > 0)} |");
        }
    }

    /// <summary>How many real conversations, about products that no page knows, get an answer all the same.</summary>
    /// <param name="support">A folder with conversations.json and manual-pages.json.</param>
    public async Task AskConversationsAsync(string support)
    {
        using var conversations = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(support, "conversations.json")));
        foreach (var isManuals in new[] { false, true })
        {
            await using var desk = new BenchDesk(Path.Combine(folder, $"conversations-{isManuals}.db"));
            var project = await CreateAsync(desk, isManuals ? [] : Read<ArticleFile[]>("Sample/articles.json"));
            if (isManuals)
            {
                await using var pages = File.OpenRead(Path.Combine(support, "manual-pages.json"));
                await desk.Get<Importer>().ImportAsync(pages, project.Id, null, default);
            }

            var writer = Writer(desk);
            var (asked, answered) = (0, 0);
            foreach (var each in conversations.RootElement.EnumerateArray())
            {
                var text = each.GetProperty("messages")[0].GetProperty("text").GetString()!;
                var outcome = await writer.WriteAsync(
                    Request(project, each.GetProperty("subject").GetString()!, text),
                    default);
                asked++;
                if (outcome is DraftOutcome.Written written)
                {
                    answered++;
                    to.WriteLine(
                        $"{text}\n    => {string.Join(" / ", written.Draft.Sources.Select(source => source.Quote))}\n");
                }
            }

            to.WriteLine(
                $"{answered} of {asked} conversations answered from "
                    + $"{(isManuals ? "manuals" : "the sample desk's pages")}.");
        }
    }

    private ExcerptWriter Writer(BenchDesk desk) => new(desk.Get<IDbContextFactory<EnsorasDb>>(), _model);

    private void PrintTimes()
    {
        _milliseconds.Sort();
        to.WriteLine(
            $"A draft: half in {_milliseconds[_milliseconds.Count / 2]:0} ms, the longest {_milliseconds[^1]:0} ms; "
                + $"{Environment.WorkingSet / (1024 * 1024)} MB of memory.");
    }

    private static DraftRequest Request(Project project, string title, string text) =>
        new(
            project.Id,
            project.Name,
            Guid.Empty,
            title,
            "Mira Lindqvist",
            [new ConversationTurn(Sender.Customer, text)],
            null,
            [],
            []);

    private static async Task<Project> CreateAsync(BenchDesk desk, IEnumerable<ArticleFile> pages)
    {
        await using var db = await desk.OpenDbAsync(default);
        await db.Database.MigrateAsync();
        var project = new Project("Northwind Trail", Now);
        db.Add(project);
        db.AddRange(pages.Select(page =>
            new Article(project.Id, page.Key, page.Collection ?? "Manuals", page.Title, page.Body, Now)));
        await db.SaveChangesAsync();
        return project;
    }

    private async Task<IReadOnlyList<Answered>> AskAsync(string file, string articles,
        IReadOnlyList<Asked> questions, bool isDetailed)
    {
        await using var desk = new BenchDesk(file);
        var pages = Read<ArticleFile[]>(articles);
        var project = await CreateAsync(desk, pages);
        await using var db = await desk.OpenDbAsync(default);
        var writer = Writer(desk);
        var answered = new List<Answered>();
        foreach (var question in questions)
        {
            var request = Request(project, question.Title, question.Asks);
            var started = Stopwatch.GetTimestamp();
            var outcome = await writer.WriteAsync(request, default);
            _milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            var sources = outcome is DraftOutcome.Written { Draft: var draft } ? draft.Sources : [];
            var page = db.Passages.AsEnumerable()
                .FirstOrDefault(passage =>
                    question.Says.Any(says => Holds($"{passage.Heading}:\n{passage.Text}", says)));
            var key = page is null ? null : pages.First(each => each.Title == page.Title).Key;
            answered.Add(new Answered(
                question,
                string.Join('\n', sources.Select(source => source.Quote)),
                sources.Any(source => source.Link == $"/help/{key}"),
                isDetailed ? await FindAsync(db, request) : ""));
        }

        return answered;
    }

    /// <summary>The excerpts that came first, with their scores.</summary>
    private async Task<string> FindAsync(EnsorasDb db, DraftRequest request)
    {
        var found = await ExcerptFinder.FindAsync(
            db,
            request.ProjectId,
            Question.Read(request),
            _model is null ? new WordRanker() : new MeaningRanker(_model),
            default);
        return string.Concat(
            found
                .Take(5)
                .Select(scored =>
                    $"    {scored.Score:0.00} {scored.Coverage:0.00} {(scored.IsOfKind ? "K" : "-")} "
                        + $"{scored.Rank:0.00} [{scored.Excerpt.Passage.ArticleKey}] "
                        + $"{scored.Excerpt.Quote.Replace('\n', '/')}\n"));
    }

    private static T Read<T>(string name)
    {
        using var stream = typeof(AnswerBench).Assembly.GetManifestResourceStream(name)
            ?? typeof(EnsorasDb).Assembly.GetManifestResourceStream(name);
        return JsonSerializer.Deserialize<T>(stream!, JsonSerializerOptions.Web)!;
    }

    private static bool Holds(string text, string says) => text.Contains(says, StringComparison.Ordinal);

    private sealed record ArticleFile(string Key, string Title, string? Collection, string Body);

    /// <param name="About">"desk" or "manuals".</param>
    /// <param name="Says">Pieces of the sentences of which each answers; empty when a person must.</param>
    private sealed record Asked(string About, string Title, string Asks, IReadOnlyList<string> Says);

    private sealed record Answered(Asked Asked, string Quote, bool IsRightPage, string Found)
    {
        public bool IsRight => Asked.Says.Count == 0 ? Quote.Length == 0 : Asked.Says.Any(says => Holds(Quote, says));

        public string Verdict => IsRight ? "right" : Asked.Says.Count == 0 ? "ANSWERED" : Quote.Length == 0 ? "SILENT"
            : IsRightPage ? "WRONG SENTENCE" : "WRONG PAGE";
    }
}
