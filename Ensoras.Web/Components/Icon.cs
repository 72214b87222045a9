using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>The icons of the desk: symbols in icons.svg, which every page carries once.</summary>
public static class Icon
{
    private static readonly ConcurrentDictionary<(string Name, string? Class), MarkupString> Made = new();

    /// <summary>All symbols, for the page's body.</summary>
    public static MarkupString Symbols { get; } = ReadSymbols();

    /// <param name="name">The symbol's id without "icon-".</param>
    /// <param name="css">Further classes.</param>
    public static MarkupString Of(string name, string? css = null) =>
        Made.GetOrAdd(
            (name, css),
            _ =>
                HtmlTemplate.From(
                    $"""<svg class="icon {css}" aria-hidden="true"><use href="#icon-{name}"></use></svg>"""));

    private static MarkupString ReadSymbols()
    {
        using var reader = new StreamReader(
            typeof(Icon).Assembly.GetManifestResourceStream("Ensoras.Web.Components.icons.svg")!);
        return new MarkupString(reader.ReadToEnd());
    }
}
