using Ensoras.Domain.Search;

namespace Ensoras.Domain.Knowledge;

/// <summary>A passage with its words, those of one meaning as one.</summary>
internal sealed class ReadPassage
{
    public ReadPassage(RankedPassage passage)
    {
        Passage = passage;
        Title = Stems(passage.Title);
        Heading = Stems(passage.Heading);
        Text = Stems(passage.Text);
        All = Title.Concat(Heading).Concat(Text).ToHashSet();
    }

    public RankedPassage Passage { get; }

    public IReadOnlyList<string> Title { get; }

    public IReadOnlyList<string> Heading { get; }

    public IReadOnlyList<string> Text { get; }

    public IReadOnlySet<string> All { get; }

    public int Length => Title.Count + Heading.Count + Text.Count;

    /// <summary>Whether two words stand beside each other in it.</summary>
    public bool Holds(string first, string second) => Neighbours(Title, first, second)
        || Neighbours(Heading, first, second) || Neighbours(Text, first, second);

    public static bool Neighbours(IReadOnlyList<string> stems, string first, string second)
    {
        for (var place = 0; place + 1 < stems.Count; place++)
        {
            if (stems[place] == first && stems[place + 1] == second)
            {
                return true;
            }
        }

        return false;
    }

    public static List<string> Stems(string text) => [.. Words.Of(text).Select(word => Synonyms.Common(word.Stem))];
}
