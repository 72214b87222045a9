using System.Text;

namespace Ensoras.Domain.Knowledge;

/// <summary>
/// Cuts an article into passages: one per heading, long ones between lines. Clutter is left out, so that it is
/// neither found nor quoted.
/// </summary>
internal static class PassageCutter
{
    private const int MaxPassageLength = 1_200;

    public static IEnumerable<Passage> Cut(Guid articleId, Guid projectId, string title, string body)
    {
        var headings = new List<PlainLine>();
        var text = new StringBuilder();
        foreach (var line in PlainText.Of(body))
        {
            if (text.Length > 0 && (line.Level > 0 || text.Length + line.Text.Length > MaxPassageLength))
            {
                yield return Passage();
            }

            if (line.Level > 0)
            {
                headings.RemoveAll(heading => heading.Level >= line.Level);
                headings.Add(line);
            }
            else if (line.Text.Length > 0 && !Clutter.IsClutter(line.Text))
            {
                text.Append(line.Text).Append('\n');
            }
        }

        if (text.Length > 0)
        {
            yield return Passage();
        }

        Passage Passage()
        {
            var passage = new Passage(
                articleId,
                projectId,
                title,
                string.Join(" › ", headings.Select(heading => heading.Text)),
                text.ToString().TrimEnd());
            text.Clear();
            return passage;
        }
    }
}
