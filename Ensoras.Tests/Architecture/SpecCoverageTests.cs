using System.Reflection;
using System.Text.RegularExpressions;

namespace Ensoras.Tests.Architecture;

/// <summary>docs/spec-coverage.md names a test for every promise, and every test that it names exists.</summary>
public partial class SpecCoverageTests
{
    private static readonly string[] Rows =
    [
        .. SourceTree
            .Read("docs/spec-coverage.md")
            .Split('\n')
            .Where(line =>
                line.StartsWith("| ", StringComparison.Ordinal)
                && !line.StartsWith("| promise", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_promise_names_a_test() =>
        Assert.DoesNotContain(Rows, row => !Named().IsMatch(row.Split('|')[^2]));

    [Fact]
    public void Every_named_test_exists()
    {
        var types = typeof(SpecCoverageTests).Assembly.GetTypes().ToLookup(type => type.Name);
        var missing =
            from row in Rows
            from Match name in Named().Matches(row.Split('|')[^2])
            let type = name.Groups[1].Value
            let method = name.Groups[2].Value
            where
                !types[type]
                    .Any(found =>
                        method == ""
                        || found.GetMethod(method, BindingFlags.Public | BindingFlags.Instance) is not null)
            select name.Value;

        Assert.Empty(missing.Distinct());
    }

    [GeneratedRegex(@"`(\w+)(?:\.(\w+))?`")]
    private static partial Regex Named();
}
