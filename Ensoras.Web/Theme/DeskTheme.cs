using MudBlazor;

namespace Ensoras.Web.Theme;

/// <summary>
/// MudBlazor's palettes in the desk's colours. They are written to wwwroot/css/palette.css, which a test keeps up to
/// date, so that no page carries an inline style element and neither theme flashes.
/// </summary>
public static class DeskTheme
{
    // As in tokens.css, so that it stands in one place.
    private static readonly string[] Font = ["var(--font)"];

    public static MudTheme Light { get; } = New(":root", new MudTheme
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#4340d2",
            PrimaryContrastText = "#ffffff",
            Secondary = "#3633a8",
            SecondaryContrastText = "#ffffff",
            Background = "#f7f7f8",
            Surface = "#ffffff",
            DrawerBackground = "#f7f7f8",
            DrawerText = "#33333a",
            DrawerIcon = "#63636b",
            TextPrimary = "#33333a",
            TextSecondary = "#63636b",
            TextDisabled = "#85858b",
            ActionDefault = "#63636b",
            ActionDisabled = "#85858b",
            LinesDefault = "#e6e6e8",
            LinesInputs = "#85858b",
            Divider = "#e6e6e8",
            TableLines = "#e6e6e8",
            TableHover = "rgba(0,0,0,0.03)",
            Error = "#b3261e",
            Success = "#1b5e20",
            Warning = "#744700",
            Info = "#0d4594",
            Dark = "#33333a",
            DarkContrastText = "#ffffff",
        },
    });

    public static MudTheme Dark { get; } = New(":root[data-theme=dark]", new MudTheme
    {
        PaletteDark = new PaletteDark
        {
            Primary = "#a3a1f7",
            PrimaryContrastText = "#121226",
            Secondary = "#b5b4fb",
            SecondaryContrastText = "#121226",
            Background = "#121212",
            Surface = "#1e1e1e",
            DrawerBackground = "#121212",
            DrawerText = "#dcdce0",
            DrawerIcon = "#a3a3aa",
            TextPrimary = "#dcdce0",
            TextSecondary = "#a3a3aa",
            TextDisabled = "#77777c",
            ActionDefault = "#a3a3aa",
            ActionDisabled = "#77777c",
            LinesDefault = "#313133",
            LinesInputs = "#77777c",
            Divider = "#313133",
            TableLines = "#313133",
            TableHover = "rgba(255,255,255,0.05)",
            Error = "#ff8a80",
            ErrorContrastText = "#2b0705",
            Success = "#93d99a",
            SuccessContrastText = "#0b2a10",
            Warning = "#ffd27a",
            WarningContrastText = "#2e2100",
            Info = "#9cc8fb",
            InfoContrastText = "#0b1f36",
            Dark = "#343437",
            DarkContrastText = "#f1f1f3",
        },
    });

    private static MudTheme New(string scope, MudTheme theme)
    {
        theme.PseudoCss.Scope = scope;
        theme.LayoutProperties.DefaultBorderRadius = "4px";
        theme.Typography.Default.FontFamily = Font;
        theme.Typography.Default.FontSize = "0.875rem";
        theme.Typography.Default.LineHeight = "1.43";
        theme.Typography.Default.LetterSpacing = "normal";
        theme.Typography.Button.FontFamily = Font;
        theme.Typography.Button.FontSize = "0.8125rem";
        theme.Typography.Button.FontWeight = "500";
        theme.Typography.Button.TextTransform = "none";
        theme.Typography.Button.LetterSpacing = "normal";
        foreach (var text in new BaseTypography[]
        {
            theme.Typography.Body1, theme.Typography.Body2, theme.Typography.Subtitle1, theme.Typography.Subtitle2,
            theme.Typography.Caption, theme.Typography.H6,
        })
        {
            text.FontFamily = Font;
            text.LetterSpacing = "normal";
        }

        theme.Typography.Body1.FontSize = "0.875rem";
        theme.Typography.Subtitle1.FontSize = "0.875rem";
        theme.Typography.Caption.FontSize = "0.75rem";
        theme.Typography.H6.FontSize = "1rem";
        theme.Typography.H6.FontWeight = "600";
        return theme;
    }
}
