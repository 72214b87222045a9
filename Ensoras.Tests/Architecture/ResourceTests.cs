using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ensoras.Tests.Architecture;

/// <summary>
/// Every text is in a resource file, in every language, and every key that the code asks for is there.
/// </summary>
public partial class ResourceTests
{
    private static readonly string[] Languages = ["de"];

    private static readonly Dictionary<string, Dictionary<string, string>> Neutral =
        ResourceFiles().Where(file => !LanguageOf().IsMatch(file)).ToDictionary(NameOf, Entries);

    [Fact]
    public void Every_language_has_every_key_with_the_same_placeholders()
    {
        var problems =
            from file in ResourceFiles()
            where !LanguageOf().IsMatch(file)
            from language in Languages
            let translated = Path.ChangeExtension(file, $".{language}.resx")
            from problem in File.Exists(Path.Combine(SourceTree.Root, translated))
                ? Differences(Entries(file), Entries(translated)).Select(difference => $"{translated}: {difference}")
                : [$"{translated} is missing"]
            select problem;

        Assert.Empty(problems);
    }

    [Fact]
    public void Counted_texts_have_both_forms()
    {
        var problems =
            from file in Neutral
            from key in file.Value.Keys
            where key.EndsWith("_one", StringComparison.Ordinal) && !file.Value.ContainsKey(key[..^4] + "_other")
                || key.EndsWith("_other", StringComparison.Ordinal) && !file.Value.ContainsKey(key[..^6] + "_one")
            select $"{file.Key}: {key}";

        Assert.Empty(problems);
    }

    [Fact]
    public void Every_key_that_is_asked_for_exists()
    {
        var problems =
            from file in SourceTree.Files("Ensoras.Web", ".razor", ".cs")
            let source = SourceTree.Read(file)
            from Match localizer in Localizer().Matches(source)
            let keys = Neutral.GetValueOrDefault(localizer.Groups[1].Value) ?? []
            from Match use in Regex.Matches(source, $"""\b{localizer.Groups[2].Value}(?:\["(\w+)"|\.Count\("(\w+)")""")
            let key = use.Groups[1].Success ? use.Groups[1].Value : use.Groups[2].Value + "_other"
            where !keys.ContainsKey(key)
            select $"{file}: {localizer.Groups[1].Value} has no {key}";

        Assert.Empty(problems.Distinct());
    }

    [Fact]
    public void Every_key_that_code_without_a_localizer_asks_for_exists()
    {
        var problems =
            from file in SourceTree.Files("Ensoras.Web", ".razor", ".cs")
            from Match use in Unlocalized().Matches(SourceTree.Read(file))
            let key = use.Groups[2].Value is "Count" ? use.Groups[3].Value + "_other" : use.Groups[3].Value
            where !Neutral[use.Groups[1].Value].ContainsKey(key)
            select $"{file}: {use.Groups[1].Value} has no {key}";

        Assert.Empty(problems.Distinct());
    }

    [Fact]
    public void No_component_has_text_of_its_own()
    {
        var problems =
            from file in SourceTree.Files("Ensoras.Web", ".razor")
            from text in ComponentText.LiteralsIn(SourceTree.Read(file))
            select $"{file}: {text}";

        Assert.Empty(problems);
    }

    private static IEnumerable<string> ResourceFiles() => SourceTree.Files(".", ".resx");

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    internal static Dictionary<string, string> Entries(string file) =>
        XDocument.Parse(SourceTree.Read(file)).Root!.Elements("data")
            .ToDictionary(entry => entry.Attribute("name")!.Value, entry => entry.Element("value")!.Value);

    private static IEnumerable<string> Differences(
        Dictionary<string, string> english,
        Dictionary<string, string> translated) =>
        english
            .Keys.Except(translated.Keys)
            .Select(key => $"{key} is missing")
            .Concat(translated.Keys.Except(english.Keys).Select(key => $"{key} is not in English"))
            .Concat(english.Keys.Intersect(translated.Keys)
                .Where(key => !Placeholders(english[key]).SetEquals(Placeholders(translated[key])))
                .Select(key => $"{key} has other placeholders"));

    private static HashSet<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\.[a-z]{2}\.resx$")]
    private static partial Regex LanguageOf();

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"Texts<(\w+)>\.(Of|Count)\(\s*""(\w+)""")]
    private static partial Regex Unlocalized();

    [GeneratedRegex(@"IStringLocalizer<(\w+)>\s+(\w+)")]
    private static partial Regex Localizer();
}
