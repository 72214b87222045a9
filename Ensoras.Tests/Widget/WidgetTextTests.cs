using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Ensoras.Web.Resources.Widget;
using Ensoras.Web.Widget;

namespace Ensoras.Tests.Widget;

/// <summary>What visitors read is in the resource files, whole in every language.</summary>
public sealed partial class WidgetTextTests
{
    private static readonly string Scripts = Path.Combine(RepositoryRoot(), "Ensoras.Web", "wwwroot", "widget");

    // The forms of a plural that each language has (CLDR).
    private static readonly Dictionary<string, string[]> Plurals = new()
    {
        ["en"] = ["one", "other"],
        ["de"] = ["one", "other"],
    };

    [Fact]
    public void Every_language_has_every_text_with_the_same_placeholders_and_its_own_plurals()
    {
        foreach (var resource in new[] { typeof(WidgetText), typeof(WidgetProblems) })
        {
            var english = Read(resource, "en");
            Assert.NotEmpty(english);
            foreach (var language in WidgetLanguages.All)
            {
                var texts = Read(resource, language);
                Assert.Equal(Names(english), Names(texts));
                foreach (var (name, text) in texts)
                {
                    Assert.False(string.IsNullOrWhiteSpace(text), name);
                    Assert.Equal(
                        Placeholders(english.GetValueOrDefault(name) ?? english[Stem(name) + "_other"]),
                        Placeholders(text));
                }

                foreach (var plural in texts.Keys.Where(IsPlural).Select(Stem).Distinct())
                {
                    Assert.Equal(
                        Plurals[language].Order(),
                        texts
                            .Keys.Where(name => IsPlural(name) && Stem(name) == plural)
                            .Select(name => name.Split('_')[^1])
                            .Order());
                }
            }
        }
    }

    [Fact]
    public void The_chat_asks_for_texts_that_exist_and_no_text_is_left_over()
    {
        var asked = new HashSet<string>();
        foreach (var file in ScriptFiles())
        {
            var code = File.ReadAllText(file);
            asked.UnionWith(
                Called()
                    .Matches(code)
                    .SelectMany(call => Quoted().Matches(call.Value))
                    .Select(match => match.Groups[1].Value));
            asked.UnionWith(Attribute().Matches(code).Select(match => match.Groups[1].Value));
        }

        // Put together from a part: the state of the conversation, the buttons under an unsent message.
        asked.UnionWith([
            "waiting.draft",
            "waiting.review",
            "waiting.review.away",
            "waiting.person",
            "waiting.person.away",
            "retry",
            "edit",
            "discard",
        ]);
        Assert.Equal(
            Names(Read(typeof(WidgetText), "en")),
            asked.Where(name => name.Length > 0).Select(name => name).Order());
    }

    [Fact]
    public void The_server_asks_for_sentences_that_exist_and_no_sentence_is_left_over()
    {
        var code = string.Concat(
            Directory
                .GetFiles(Path.Combine(RepositoryRoot(), "Ensoras.Web", "Widget"), "*.cs")
                .Select(File.ReadAllText));
        var asked = Sentence()
            .Matches(code)
            .SelectMany(match => Named().Matches(match.Value))
            .Select(match => match.Groups[1].Value)
            .Distinct();

        Assert.Equal(Names(Read(typeof(WidgetProblems), "en")), asked.Order());
    }

    [Fact]
    public void The_scripts_hold_no_sentences()
    {
        var found = new List<string>();
        foreach (var file in ScriptFiles())
        {
            var code = Comment().Replace(File.ReadAllText(file), "");
            if (Path.GetFileName(file) == "loader.js")
            {
                code = Labels().Replace(code, "");
                code = Style().Replace(code, "");
            }

            // The site's developers read the console; visitors do not.
            code = ForDevelopers().Replace(code, "");
            // Names that a browser gives its keys, headers and events.
            string[] technical = ["Bearer ${token}", "Date", "Files", "Escape", "Enter", "Ensoras"];
            found.AddRange(
                (file.EndsWith(".html", StringComparison.Ordinal) ? TextNode() : Literal())
                    .Matches(code)
                    .Where(match =>
                        LooksWritten().IsMatch(match.Groups[1].Value) && !technical.Contains(match.Groups[1].Value))
                    .Select(match => $"{Path.GetFileName(file)}: {match.Groups[1].Value}"));
        }

        Assert.Empty(found);
    }

    [Fact]
    public void The_launcher_says_what_the_resource_files_say()
    {
        var code = File.ReadAllText(Path.Combine(Scripts, "loader.js"));
        foreach (var language in WidgetLanguages.All)
        {
            var line = Regex.Match(
                code,
                $@"^    {language}: \{{(.*?)^    \}},$",
                RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
            var labels = Label()
                .Matches(line)
                .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
            var texts = Read(typeof(WidgetText), language);
            Assert.Equal(6, labels.Count);
            Assert.All(labels, label => Assert.Equal(texts[label.Key], label.Value));
        }
    }

    private static Dictionary<string, string> Read(Type resource, string language)
    {
        var manager = new ResourceManager($"Ensoras.Web.Resources.Widget.{resource.Name}", resource.Assembly);
        var culture =
            language == WidgetLanguages.Default ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        return manager
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    private static IEnumerable<string> ScriptFiles() =>
        Directory.GetFiles(Scripts, "*.js").Append(Path.Combine(Scripts, "chat.html"));

    private static bool IsPlural(string name) => PluralForm().IsMatch(name);

    private static string Stem(string name) => PluralForm().Replace(name, "");

    private static IEnumerable<string> Names(Dictionary<string, string> texts) =>
        texts.Keys.Select(Stem).Distinct().Order();

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Order();

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ensoras.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"_(zero|one|two|few|many|other)$")]
    private static partial Regex PluralForm();

    [GeneratedRegex(@"\{\w+(:\w+)?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\b(?:text|say|fail|setTimeout\(fail, \d+,)\s*\(?[^;]*?\)")]
    private static partial Regex Called();

    [GeneratedRegex("'([a-z]\\w*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("data-(?:text|label|hint|placeholder)=\"(\\w+)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"(?:WidgetProblemException|new|Say)\((?:status|StatusCodes\.\w+|bad\.StatusCode)?[^;]*?(?:\)|;)")]
    private static partial Regex Sentence();

    [GeneratedRegex("\"([a-z]\\w+)\"")]
    private static partial Regex Named();

    [GeneratedRegex(@"^\s*//.*$|\s//\s.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"const labels = \{.*?^  \};", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Labels();

    [GeneratedRegex(@"replaceSync\(`.*?`\)", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"console\.\w+\(.*?\);$", RegexOptions.Multiline)]
    private static partial Regex ForDevelopers();

    [GeneratedRegex("(?:'|\"|`)([^'\"`\\n]*)(?:'|\"|`)")]
    private static partial Regex Literal();

    [GeneratedRegex(@">([^<>]+)<")]
    private static partial Regex TextNode();

    [GeneratedRegex(@"^\s*\p{Lu}\p{Ll}+\s|\p{L}{2,}\s+\p{L}{2,}.*[.!?…]\s*$|^\s*\p{Lu}\p{Ll}{2,}[.!?…]?\s*$")]
    private static partial Regex LooksWritten();

    [GeneratedRegex("(\\w+):\\s+\"([^\"]*)\"")]
    private static partial Regex Label();
}
