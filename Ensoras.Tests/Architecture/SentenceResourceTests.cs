using System.Text.RegularExpressions;

namespace Ensoras.Tests.Architecture;

/// <summary>Every sentence of the domain is in a resource file, and is given as much as it speaks of.</summary>
public partial class SentenceResourceTests
{
    // What the sample shop says is data, and what stands before a desk has begun is for its operator, as the log is.
    private static readonly string[] NotForPeople =
    [
        "Ensoras.Domain/Sample/",
        "Ensoras.Domain/Storage/Sqlite/",
        "Ensoras.Domain/Storage/Postgres/",
        "Ensoras.Domain/Storage/SchemaUpgrade.cs",

        // Beginnings of articles' sentences that answer nothing; the greeting that the widget says in its own words.
        "Ensoras.Domain/Drafting/Excerpt.cs",
        "Ensoras.Domain/Projects/Project.cs",
    ];

    // Beginnings of keys that are put together: by the name of an enumeration or of a bulk change.
    private static readonly string[] PutTogether =
        ["Words.TicketStatus_", "Words.TicketPriority_", "Words.Role_", "Words.Channel_", "Bulk."];

    private static readonly Dictionary<string, Dictionary<string, string>> Areas = SourceTree
        .Files("Ensoras.Domain", ".resx")
        .Where(file => !file.EndsWith(".de.resx", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), ResourceTests.Entries);

    [Fact]
    public void Every_sentence_that_is_said_exists()
    {
        var problems =
            from file in Sources()
            from Match key in Key().Matches(SourceTree.Read(file))
            where Areas.TryGetValue(key.Groups[1].Value, out var area) && Texts(area, key.Groups[2].Value).Length == 0
            select $"{file}: {key.Value}";

        Assert.Empty(problems.Distinct());
    }

    [Fact]
    public void Every_sentence_is_given_all_that_it_speaks_of()
    {
        var problems =
            from file in Sources()
            from call in SentenceCalls.In(SourceTree.Read(file))
            let parts = call.Key.Split('.')
            from text in Texts(Areas[parts[0]], parts[1])
            where HighestPlaceholder(text) >= call.About
            select $"{file}: {call.Key} says “{text}” and is given {call.About}";

        Assert.Empty(problems.Distinct());
    }

    [Fact]
    public void No_sentence_is_left_over()
    {
        var said = string.Join('\n', Sources().Select(SourceTree.Read));
        var problems =
            from area in Areas
            from key in area.Value.Keys
            let name = $"{area.Key}.{Ending().Replace(key, "")}"
            where !said.Contains($"\"{name}\"", StringComparison.Ordinal)
                && !PutTogether.Any(start => name.StartsWith(start, StringComparison.Ordinal))
            select name;

        Assert.Empty(problems.Distinct());
    }

    [Fact]
    public void The_domain_says_nothing_that_is_not_in_a_resource_file()
    {
        var problems =
            from file in SourceTree.Files("Ensoras.Domain", ".cs")
            where !NotForPeople.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
            from literal in SentenceCalls.LiteralsIn(SourceTree.Read(file))
            select $"{file}: {literal}";

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("""throw new RuleBrokenException(Sentence.Verbatim("This ticket is gone."));""", true)]
    [InlineData("""return $"Nobody has {count} of them";""", true)]
    [InlineData("""private const string Why = "there is no such ticket";""", true)]
    [InlineData("""logger.LogWarning(error, "The writer failed on ticket {TicketId}.", ticketId);""", false)]
    [InlineData("""throw new InvalidOperationException("A part has a type.");""", false)]
    [InlineData("""Sentence.Of("Tickets.MessageGone")""", false)]
    public void A_sentence_in_code_is_found(string code, bool isFound) =>
        Assert.Equal(isFound, SentenceCalls.LiteralsIn(code).Any());

    private static IEnumerable<string> Sources() =>
        SourceTree.Files("Ensoras.Domain", ".cs").Concat(SourceTree.Files("Ensoras.Web", ".cs", ".razor"));

    // A counted text has two forms.
    private static string[] Texts(Dictionary<string, string> area, string key) =>
        [.. new[] { key, $"{key}_one", $"{key}_other" }.Where(area.ContainsKey).Select(form => area[form])];

    private static int HighestPlaceholder(string text) =>
        Placeholder().Matches(text).Select(match => int.Parse(match.Groups[1].Value, null)).DefaultIfEmpty(-1).Max();

    [GeneratedRegex(@"(?<!=\s*)""([A-Z]\w+)\.([A-Z]\w+)""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{(\d+)")]
    private static partial Regex Placeholder();

    [GeneratedRegex("_(?:one|other)$")]
    private static partial Regex Ending();
}
