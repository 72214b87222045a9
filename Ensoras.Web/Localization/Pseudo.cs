using System.Text;

namespace Ensoras.Web.Localization;

/// <summary>A text made longer and accented, still readable.</summary>
internal static class Pseudo
{
    private const string Plain = "aceinosuyACEINOSUY";
    private const string Accented = "áçéíñóšúýÁÇÉÍÑÓŠÚÝ";

    public static string Of(string text)
    {
        var changed = new StringBuilder("[");
        foreach (var letter in text)
        {
            changed.Append(Plain.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Accented[at] : letter);
        }

        return changed.Append('~', text.Length * 2 / 5).Append(']').ToString();
    }
}
