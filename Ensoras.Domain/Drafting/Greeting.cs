using System.Text.RegularExpressions;

namespace Ensoras.Domain.Drafting;

/// <summary>How a reply begins: with the customer's first name when what stands there looks like one.</summary>
internal static partial class Greeting
{
    private const int MaxLength = 60;
    private static readonly HashSet<string> NoNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Visitor", "Guest", "Customer", "Anonymous", "Unknown", "User", "Test", "Admin", "Info", "Support", "Sales",
            "Noreply",
        "Office", "Mail", "Email", "Shop", "Contact", "Service", "Team", "None", "Null",
    };

    public static Sentence For(string customerName) => FirstName(customerName) is { } name
        ? Sentence.Of("Drafting.Hello", name)
        : Sentence.Of("Drafting.HelloAnyone");

    /// <summary>Null when there is no name: an address, a link, a number, a word such as "Visitor".</summary>
    private static string? FirstName(string customerName)
    {
        var name = customerName.Trim();
        if (name.Length > MaxLength || !Name().IsMatch(name) || Address().IsMatch(name))
        {
            return null;
        }

        // "Lindqvist, Mira" is Mira.
        var parts = name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var words = (parts.Length == 2 ? $"{parts[1]} {parts[0]}" : name)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (NoNames.Contains(words[0]) || words.Length > 5)
        {
            return null;
        }

        // With a title, the whole name: "Dr. Haddad".
        return words[0].EndsWith('.') ? words.Length > 1 ? string.Join(' ', words) : null : words[0];
    }

    [GeneratedRegex(@"^\p{L}[\p{L}\p{M}'’.\- ]*(,[\p{L}\p{M}'’.\- ]+)?$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\bwww\b|https?\b|\p{L}\.\p{L}{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
