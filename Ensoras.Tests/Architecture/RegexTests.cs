using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Architecture;

/// <summary>What a stranger writes is matched in a time that grows with its length only, whatever it is.</summary>
public sealed class RegexTests
{
    private const int LongestText = 20_000;

    private static readonly string[] Floods =
    [
        " ",
        "\n",
        "\t",
        "a",
        "A",
        "1",
        "é",
        "中",
        ".",
        "…",
        "-",
        "_",
        "?",
        "#",
        "€",
        ". ",
        "a.",
        "a@",
        "1.",
        "1,",
        "1 ",
        "a ",
        "a\n",
        " \n",
        "#1 ",
        "@a",
        "www.",
        "https://",
        "re:",
        "1.1",
        "AB-1",
        "A1",
        "how much does ",
        "page 1 of ",
        "hi ",
        "thanks ",
        "© ",
        "is my ",
        "? and what ",
        "1-1 ",
        "+1 ",
        "weigh ",
        "'a ",
        ",a ",
        "[#1",
        "(c)",
        "text/",
    ];

    public static TheoryData<string> Patterns() =>
        [
            .. new[] { typeof(Ticket).Assembly, typeof(Program).Assembly }
                .SelectMany(assembly => assembly.GetTypes())
                .SelectMany(type =>
                    type.GetMethods(
                        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(method => method.IsDefined(typeof(GeneratedRegexAttribute)))
                .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"),
        ];

    [Theory, MemberData(nameof(Patterns))]
    public void No_flood_keeps_a_pattern_busy(string pattern)
    {
        var dot = pattern.LastIndexOf('.');
        var type =
            typeof(Ticket).Assembly.GetType(pattern[..dot]) ?? typeof(Program).Assembly.GetType(pattern[..dot])!;
        var regex = (Regex)
            type.GetMethod(pattern[(dot + 1)..], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
                .Invoke(null, null)!;

        foreach (var flood in Floods)
        {
            var taken = Fastest(regex, flood);

            Assert.True(taken < TimeSpan.FromSeconds(1), $"“{flood}” keeps {pattern} busy for {taken}.");
        }
    }

    /// <summary>The best of three, because the machine has other work.</summary>
    private static TimeSpan Fastest(Regex regex, string flood)
    {
        var text = string.Concat(Enumerable.Repeat(flood, LongestText / flood.Length)) + "\u0001";
        return Enumerable
            .Range(0, 3)
            .Min(_ =>
            {
                var started = Stopwatch.GetTimestamp();
                _ = regex.Count(text);
                return Stopwatch.GetElapsedTime(started);
            });
    }
}
