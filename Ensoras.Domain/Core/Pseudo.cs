using System.Globalization;
using System.Text;

namespace Ensoras.Domain.Core;

/// <summary>A text made longer and accented, still readable; what stands in braces stays.</summary>
public static class Pseudo
{
    /// <summary>The language that is mirrored; the widget has another one that is not.</summary>
    public const string Mirrored = "ar-XB";

    private const string Plain = "aceinosuyACEINOSUY";
    private const string Accented = "áçéíñóšúýÁÇÉÍÑÓŠÚÝ";

    public static bool IsSpokenIn(CultureInfo culture) => culture.Name is Mirrored or "en-XA";

    public static string Of(string text)
    {
        var changed = new StringBuilder("[");
        var depth = 0;
        foreach (var letter in text)
        {
            depth += letter is '{' ? 1 : letter is '}' ? -1 : 0;
            var at = depth == 0 ? Plain.IndexOf(letter, StringComparison.Ordinal) : -1;
            changed.Append(at >= 0 ? Accented[at] : letter);
        }

        return changed.Append('~', text.Length * 2 / 5).Append(']').ToString();
    }
}
