using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Bunit;
using Ensoras.Web.Theme;
using MudBlazor;
using MudBlazor.Services;

namespace Ensoras.Tests.Theme;

/// <summary>
/// wwwroot/css/palette.css is what MudBlazor makes of <see cref="DeskTheme"/>; a stale file is rewritten here.
/// </summary>
public sealed class PaletteSheetTests : BunitContext, IAsyncLifetime
{
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
        var flat = Regex.Replace(style, @"\s+", " ").Trim();
        return flat.Replace("} ", "}\n", StringComparison.Ordinal) + "\n";
    }

    private static string SheetPath([CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Ensoras.Web", "wwwroot", "css", "palette.css"));
}
