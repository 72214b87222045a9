using System.Text.RegularExpressions;

namespace Ensoras.Tests.Architecture;

/// <summary>Expressions that read as translated and are not to come back, on screen, in code and in the docs.</summary>
public partial class WordingTests
{
    [Fact]
    public void Retired_expressions_are_gone()
    {
        var problems =
            from file in new[] { "Ensoras.Domain", "Ensoras.Web", "Ensoras.Tests", "docs", "bench" }
                .SelectMany(folder => SourceTree.Files(folder, ".cs", ".razor", ".resx", ".js", ".css", ".md"))
                .Append("README.md")
            where
                !file.EndsWith("/WordingTests.cs", StringComparison.Ordinal)
            from line in SourceTree.Read(file).Split('\n').Select((text, index) => (Text: text, Number: index + 1))
            where Retired().IsMatch(line.Text.Replace('_', ' '))
            select $"{file}:{line.Number}: {line.Text.Trim()}";

        Assert.True(!problems.Any(), string.Join("\n", problems));
    }

    [GeneratedRegex(
        @"\banew\b|gave the word|person.s word|\b(?:is|are) held against\b|\btakes? back\b|\btaken back\b"
            + @"|\btaking back\b|"
            + @"\bswitch(?:es|ed|ing)? off\b|\bswitch(?:es|ed|ing)? an? (?:person|agent|account)\b"
                + @"|(?<![a-z])whoever(?![a-z])|"
            + @"waits? for your word|is late after|Password now|e-mail.{1,60}do not belong|"
            + @"do not belong together|no longer follows the desk|That was a lot at once|This time is over",
        RegexOptions.IgnoreCase)]
    private static partial Regex Retired();
}
