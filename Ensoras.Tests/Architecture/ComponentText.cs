using System.Text.RegularExpressions;

namespace Ensoras.Tests.Architecture;

/// <summary>The words that a component would show without asking a resource file.</summary>
internal static partial class ComponentText
{
    // Names, and what is no language: a product's name, an example of an address, an HTTP verb.
    private static readonly string[] Allowed = ["Ensoras", "POST", "GET", "HMAC-SHA256"];

    public static IEnumerable<string> LiteralsIn(string razor)
    {
        var markup = Markup(razor);
        var attributes = TextAttribute().Matches(markup).Select(match => match.Groups[1].Value);
        var contents = Content().Matches(Tag().Replace(markup, "<>")).Select(match => match.Groups[1].Value);
        return attributes.Concat(contents)
            .Select(text => Expression().Replace(Entity().Replace(text, " "), " ").Trim())
            .Where(text => Word().IsMatch(text) && !Allowed.Contains(text));
    }

    // Without @code, comments, directives and the lines of control flow.
    private static string Markup(string razor)
    {
        var code = razor.IndexOf("\n@code", StringComparison.Ordinal);
        var markup = code < 0 ? razor : razor[..code];
        markup = Comment().Replace(markup, "");
        return ControlLine().Replace(markup, "");
    }

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^[ \t]*(?:@(?:page|using|inject|inherits|layout|attribute|implements|typeparam|namespace|if|foreach|for"
            + @"|while|switch|else|rendermode)\b.*|else\b.*|[{}].*|case\b.*|default:.*|break;.*|var\b.*|\}.*)$",
        RegexOptions.Multiline)]
    private static partial Regex ControlLine();

    // A tag with attributes that may hold ">" in quotes.
    [GeneratedRegex("""</?[A-Za-z](?:[^<>"]|"[^"]*")*>""")]
    private static partial Regex Tag();

    [GeneratedRegex(
        """\b(?:title|aria-label|placeholder|alt|Label|HelperText|Placeholder|Text|Question|Action|Keep|Hint|AdornmentAriaLabel|AriaLabel|Title|ErrorText|RequiredError)="([^"@]*)"(?=[\s/>])""")]
    private static partial Regex TextAttribute();

    [GeneratedRegex("<>([^<>]+)(?=<>)")]
    private static partial Regex Content();

    [GeneratedRegex(
        @"@\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|@[\w.?!]+(?:\((?:[^()]|\([^()]*\))*\)|\[(?:[^\[\]]"
            + @"|\[[^\]]*\])*\]|\.\w+)*")]
    private static partial Regex Expression();

    [GeneratedRegex("&[a-z]+;|&#[0-9]+;")]
    private static partial Regex Entity();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();
}
