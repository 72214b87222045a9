using System.Text.Json;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Semantic;
using Ensoras.Domain.Storage;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Ensoras.Tests.Drafting;

/// <summary>What the writer finds when it compares sentences by their meaning, and what it must not.</summary>
public sealed class MeaningTests(MeaningTests.Loaded loaded, ITestOutputHelper output)
    : IClassFixture<MeaningTests.Loaded>
{
    /// <summary>The sentences that answer these share at most one word with them, and a question's words find nothing.</summary>
    [Theory]
    [InlineData("desk", "Tracking", "The tracking has not changed for two days, is that normal?",
        "the status may stay the same for two working days")]
    [InlineData("desk", "My data", "Which information do you keep about me? Please send it to me",
        "Press Download my data")]
    [InlineData("desk", "Droplets inside",
        "In the morning the tent was soaked on the inside although it had not rained", "Condensation is not a leak")]
    [InlineData("manuals", "Loud", "Is the Pellworm noisy at night?", "The appliance makes 42 dB")]
    [InlineData("manuals", "Kettle smell", "My new Larkfield K2 stinks when it heats up",
        "A faint smell during the first three boils")]
    public async Task A_sentence_in_other_words_is_found_and_only_by_its_meaning(string about, string title,
        string text, string says)
    {
        foreach (var engine in Engines())
        {
            await using var world = await AboutAsync(engine, about);

            Assert.IsType<DraftOutcome.NoAnswer>(await AskAsync(world, title, text, byMeaning: false));
            var quotes = Quotes(await AskAsync(world, title, text, byMeaning: true));
            Assert.Contains(says, quotes, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("manuals", "Brio bags", "How do I empty the dust bin of the Brio 500?")]
    [InlineData("manuals", "Dehumidifier", "How loud is my Aeroventa dehumidifier on its low setting?")]
    [InlineData("desk", "Tent", "How many pegs does the Ultratent UltraLite have?")]
    [InlineData("desk", "Hacked", "I think somebody has hacked into my account and changed the e-mail")]
    public async Task A_product_that_no_page_names_and_what_a_person_must_answer_get_no_answer(string about,
        string title, string text)
    {
        await using var world = await AboutAsync(Engine.Sqlite, about);

        Assert.IsType<DraftOutcome.NoAnswer>(await AskAsync(world, title, text, byMeaning: true));
    }

    /// <summary>The questions of bench/ in customers' own words, those for reporting.</summary>
    [Fact]
    public async Task Far_more_everyday_questions_are_answered_at_no_more_wrong_answers()
    {
        var (words, meaning) = (new Count(), new Count());
        foreach (var about in new[] { "desk", "manuals" })
        {
            await using var world = await AboutAsync(Engine.Sqlite, about);
            foreach (var asked in Read<Asked[]>("Answers/everyday.json").Where(each => each.About == about))
            {
                words.Add(asked, Quotes(await AskAsync(world, asked.Title, asked.Asks, byMeaning: false)));
                meaning.Add(asked, Quotes(await AskAsync(world, asked.Title, asked.Asks, byMeaning: true)));
            }
        }

        output.WriteLine($"By words {words}, by meaning {meaning}");
        Assert.True(meaning.Right >= words.Right * 1.5, $"{meaning.Right} against {words.Right} were answered.");
        Assert.True(meaning.Wrong <= words.Wrong + 1, $"{meaning.Wrong} against {words.Wrong} were answered wrongly.");
    }

    [Fact]
    public async Task Both_databases_give_the_same_answers()
    {
        if (Database.PostgresServer is null)
        {
            return;
        }

        await using var sqlite = await AboutAsync(Engine.Sqlite, "desk");
        await using var postgres = await AboutAsync(Engine.Postgres, "desk");
        foreach (var asked in Read<Asked[]>("Answers/everyday-tuning.json").Where(each => each.About == "desk"))
        {
            Assert.Equal(
                Quotes(await AskAsync(sqlite, asked.Title, asked.Asks, byMeaning: true)),
                Quotes(await AskAsync(postgres, asked.Title, asked.Asks, byMeaning: true)));
        }
    }

    [Fact]
    public async Task The_model_is_loaded_with_the_first_text_and_not_before()
    {
        using var model = new SentenceModel();
        await using var world = await AboutAsync(Engine.Sqlite, "desk");
        var writer = new ExcerptWriter(world.Get<IDbContextFactory<EnsorasDb>>(), model);

        await writer.WriteAsync(Request(world, "", "Hello?"), CancellationToken.None);
        Assert.False(model.IsLoaded);

        await writer.WriteAsync(Request(world, "Tent", "How do I dry my tent?"), CancellationToken.None);
        Assert.True(model.IsLoaded);
    }

    [Fact]
    public async Task Texts_of_one_meaning_are_nearer_than_others_and_a_text_without_end_is_cut()
    {
        var vectors = await loaded.Model.GenerateAsync(
        [
            "The kettle is noisy.", "The appliance makes a loud sound.", "Our shop is closed on Sundays.",
            string.Concat(Enumerable.Repeat("endless ", 20_000)), "",
        ]);

        double Nearness(int first, int second) =>
            vectors[first].Vector.ToArray().Zip(vectors[second].Vector.ToArray(), (a, b) => (double)a * b).Sum();
        Assert.True(Nearness(0, 1) > Nearness(0, 2) + 0.2, $"{Nearness(0, 1)}, {Nearness(0, 2)}");
        Assert.All(vectors, vector => Assert.Equal(384, vector.Vector.Length));
        Assert.Equal(1, Nearness(3, 3), 3);
    }

    private static IEnumerable<Engine> Engines() =>
        Database.PostgresServer is null ? [Engine.Sqlite] : [Engine.Sqlite, Engine.Postgres];

    private static async Task<World> AboutAsync(Engine engine, string about)
    {
        var world = await World.CreateAsync(engine);
        if (about == "desk")
        {
            await world.GivenSampleArticlesAsync();
            return world;
        }

        foreach (var manual in Read<Manual[]>("Answers/manuals.json"))
        {
            await world.GivenArticleAsync(manual.Key, manual.Title, manual.Body, "Manuals");
        }

        return world;
    }

    private Task<DraftOutcome> AskAsync(World world, string title, string text, bool byMeaning) =>
        new ExcerptWriter(world.Get<IDbContextFactory<EnsorasDb>>(), byMeaning ? loaded.Model : null)
            .WriteAsync(Request(world, title, text), CancellationToken.None);

    private static DraftRequest Request(World world, string title, string text) =>
        new(world.Project.Id, world.Project.Name, Guid.Empty, title, "Mira Lindqvist",
            [new ConversationTurn(Sender.Customer, text)], null, [], []);

    private static string Quotes(DraftOutcome outcome) => outcome is DraftOutcome.Written { Draft: var draft }
        ? string.Join('\n', draft.Sources.Select(source => source.Quote))
        : "";

    private static T Read<T>(string name)
    {
        using var stream = typeof(MeaningTests).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<T>(stream, JsonSerializerOptions.Web)!;
    }

    /// <summary>The model, loaded once for all of these tests.</summary>
    public sealed class Loaded : IDisposable
    {
        public SentenceModel Model { get; } = new();

        public void Dispose() => Model.Dispose();
    }

    private sealed record Manual(string Key, string Title, string Body);

    private sealed record Asked(string About, string Title, string Asks, IReadOnlyList<string> Says);

    private sealed class Count
    {
        public int Right { get; private set; }

        public int Wrong { get; private set; }

        public void Add(Asked asked, string quote)
        {
            var isRight = asked.Says.Any(says => quote.Contains(says, StringComparison.Ordinal));
            Right += isRight ? 1 : 0;
            Wrong += !isRight && quote.Length > 0 ? 1 : 0;
        }

        public override string ToString() => $"{Right} right and {Wrong} wrong";
    }
}
