using System.Globalization;
using System.Text;

namespace Ensoras.Domain.Semantic;

/// <summary>
/// Cuts a text into the pieces of words that the model was trained on: lower case, without accents, the longest known
/// beginning first.
/// </summary>
internal sealed class WordPieces
{
    private const string Beginning = "[CLS]";
    private const string End = "[SEP]";
    private const string Unknown = "[UNK]";
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <param name="vocabulary">A piece on each line; its line is its number.</param>
    public WordPieces(TextReader vocabulary)
    {
        for (var id = 0; vocabulary.ReadLine() is { } piece; id++)
        {
            _ids[piece] = id;
        }
    }

    /// <param name="most">How many pieces the model reads; what a text has beyond them is left out.</param>
    public long[] Encode(string text, int most)
    {
        var ids = new List<long>(most) { _ids[Beginning] };
        foreach (var word in Split(text))
        {
            AddPieces(word, ids);
            if (ids.Count >= most)
            {
                break;
            }
        }

        return [.. ids.Take(most - 1), _ids[End]];
    }

    private void AddPieces(string word, List<long> ids)
    {
        var before = ids.Count;
        for (var start = 0; start < word.Length;)
        {
            var end = word.Length;
            int id;
            while (!_ids.TryGetValue(start > 0 ? $"##{word[start..end]}" : word[start..end], out id) && end > start)
            {
                end--;
            }

            if (end == start)
            {
                ids.RemoveRange(before, ids.Count - before);
                ids.Add(_ids[Unknown]);
                return;
            }

            ids.Add(id);
            start = end;
        }
    }

    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.ToLowerInvariant().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            var kind = Rune.GetUnicodeCategory(rune);
            var isMark = Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
            if (kind is UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (!isMark && !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
            {
                word.Append(rune);
                continue;
            }

            if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isMark)
            {
                yield return rune.ToString();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
