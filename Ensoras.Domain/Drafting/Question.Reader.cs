using Ensoras.Domain.Search;

namespace Ensoras.Domain.Drafting;

internal sealed partial record Question
{
    /// <summary>Collects the words of a question's sentences.</summary>
    /// <param name="ignored">Words that say nothing here: the customer's own name.</param>
    private sealed class Reader(IReadOnlySet<string> ignored)
    {
        private static readonly HashSet<string> BeforePlaces = ["in", "to", "from", "near", "at", "of", "by", "with"];

        /// <summary>A stranger may write 20,000 characters.</summary>
        private const int MaxPairs = 60;

        private const double AsCode = 1.6;
        private const double Meant = 0.8;

        private readonly Dictionary<string, QuestionTerm> _terms = [];
        private readonly List<(string First, string Second)> _pairs = [];
        private readonly List<(string Name, string Model)> _models = [];
        private readonly HashSet<string> _all = [];
        private readonly HashSet<string> _capitals = [];

        public Question Question(string text, bool isAboutOneOrder) =>
            new(
                [.. _terms.Values],
                [.. _pairs.Distinct().Take(MaxPairs)],
                [.. _models.Distinct().Take(MaxPairs)],
                _all,
                _capitals,
                text,
                isAboutOneOrder);

        /// <summary>In a title, every word may begin with a capital.</summary>
        public void AddTitle(string title, double weight, bool isContext) =>
            Add(title, weight, isContext, isTitle: true);

        public void Add(string sentence, double weight, bool isContext, bool isTitle = false)
        {
            var words = Words.Of(sentence).Where(word => !word.IsTail).ToList();
            var namesCount = MayHoldNames(words);
            for (var place = 0; place < words.Count; place++)
            {
                var word = words[place];
                Word? previous = place > 0 ? words[place - 1] : null;
                _all.Add(Synonyms.Common(word.Stem));
                var isCapital = word.IsCapitalised && previous is not null && !StartsSentence(sentence, word)
                    && !word.IsStop;
                var isNamed = namesCount && isCapital;
                if (isCapital && !isTitle && !BeforePlaces.Contains(previous!.Value.Folded))
                {
                    _capitals.Add(Synonyms.Common(word.Stem));
                }

                var isName = (isNamed && !BeforePlaces.Contains(previous!.Value.Folded))
                    || (word.HasDigit && !word.IsNumber && !word.Folded.Contains('.', StringComparison.Ordinal));
                if (previous is { } before && !before.IsStop && (!word.IsStop || word.IsNumber))
                {
                    _pairs.Add((Synonyms.Common(before.Stem), Synonyms.Common(word.Stem)));
                    if (before.IsCapitalised && !isContext && !IsPlace(words, place - 1) && (word.HasDigit || isNamed))
                    {
                        _models.Add((Synonyms.Common(before.Stem), Synonyms.Common(word.Stem)));
                    }
                }

                if (!word.IsStop && !word.IsNumber && !ignored.Contains(word.Folded))
                {
                    Add(word, word.HasDigit ? weight * AsCode : weight, isName, isContext);
                }
            }

            foreach (var meant in Phrases.In(sentence))
            {
                Add(meant, weight * Meant, isName: false, isContext);
                _all.Add(Synonyms.Common(meant.Stem));
            }
        }

        private void Add(Word word, double weight, bool isName, bool isContext)
        {
            var stem = Synonyms.Common(word.Stem);
            _terms[stem] = _terms.TryGetValue(stem, out var known)
                ? known with
                {
                    Weight = Math.Max(known.Weight, known.IsWeak ? weight * Weak
                        : weight) * (known.IsContext == isContext ? 1 : WhenRepeated),
                    IsName = known.IsName || isName,
                    IsContext = known.IsContext && isContext,
                }
                : new QuestionTerm(stem, Synonyms.Of(word.Stem), WeakWords.Contains(stem) ? weight * Weak
                    : weight, isName, isContext, WeakWords.Contains(stem));
        }

        private static bool IsPlace(List<Word> words, int place) => place > 0
            && BeforePlaces.Contains(words[place - 1].Folded);

        /// <summary>Capitals mean names only where not everything begins with one.</summary>
        private static bool MayHoldNames(List<Word> words) =>
            words.Count(word => !word.HasDigit && word.IsCapitalised) <= words.Count(word => !word.HasDigit) * 0.5;

        private static bool StartsSentence(string sentence, Word word)
        {
            var before = sentence.AsSpan(0, word.Start).TrimEnd();
            return before.Length == 0
                || before[^1] is '.' or '!' or '?' or ':' or '-' or '*' or '•' or '|' or '(' or '"';
        }
    }
}
