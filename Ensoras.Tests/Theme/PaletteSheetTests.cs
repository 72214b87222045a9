using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Bunit;
using Ensoras.Web.Theme;
using MudBlazor;
using MudBlazor.Services;

namespace Ensoras.Tests.Theme;

/// <summary>
/// wwwroot/css/palette.css is what MudBlazor makes of <see cref="DeskTheme"/>; a stale file is rewritten here.
/// </summary>
public sealed partial class PaletteSheetTests : BunitContext, IAsyncLifetime
{
    private const int MaxLine = 118;

    public Task InitializeAsync()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        return Task.CompletedTask;
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task The_static_palette_is_the_themes()
    {
        var path = SheetPath();
        var expected = "/* Written by PaletteSheetTests from Theme/DeskTheme.cs. */\n"
            + Rules(DeskTheme.Light, isDark: false) + Rules(DeskTheme.Dark, isDark: true);

        var actual = await File.ReadAllTextAsync(path);
        if (actual != expected)
        {
            await File.WriteAllTextAsync(path, expected);
        }

        Assert.True(actual == expected, "palette.css was not what the theme says. It is rewritten now: commit it.");
    }

    private string Rules(MudTheme theme, bool isDark)
    {
        var provider = Render<MudThemeProvider>(parameters => parameters
            .Add(shown => shown.Theme, theme).Add(shown => shown.IsDarkMode, isDark));
        var style = string.Concat(provider.FindAll("style").Select(each => each.TextContent));
        var rule = style[style.IndexOf(theme.PseudoCss.Scope + "{", StringComparison.Ordinal)..];
        var variables = rule[(theme.PseudoCss.Scope.Length + 1)..rule.IndexOf('}', StringComparison.Ordinal)]
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(variable => Regex.Replace(variable, @"\s+", " "))
            .Where(variable => !NotUsed().IsMatch(variable) && (!isDark || ByTheme().IsMatch(variable)));
        var sheet = new StringBuilder(theme.PseudoCss.Scope).Append(" {\n");
        var line = "";
        foreach (var variable in variables)
        {
            if (line.Length > 0 && line.Length + variable.Length + 2 > MaxLine)
            {
                sheet.Append(line).Append('\n');
                line = "";
            }

            line += line.Length == 0 ? $"  {variable};" : $" {variable};";
        }

        return sheet.Append(line).Append("\n}\n").ToString();
    }

    /// <summary>What only parts of the library read that the desk does not use.</summary>
    [GeneratedRegex("^--mud-(typography-(h[1-5]|overline)|drawer|appbar|elevation-(?!(0|1|2|4|8|24|25):)"
        + "|palette-(drawer|appbar|table|gray))")]
    private static partial Regex NotUsed();

    /// <summary>What differs between light and dark.</summary>
    [GeneratedRegex("^--mud-(palette|native)")]
    private static partial Regex ByTheme();

    private static string SheetPath([CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Ensoras.Web", "wwwroot", "css", "palette.css"));
}
