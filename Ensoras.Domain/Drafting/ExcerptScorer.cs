using Ensoras.Domain.Knowledge;

namespace Ensoras.Domain.Drafting;

/// <summary>How well an excerpt answers.</summary>
/// <param name="Score">Compares excerpts: the share of the question that excerpt, heading and title hold, and what
/// kind of answer it is.</param>
/// <param name="Coverage">The share of the question that excerpt, section, heading and title hold together, 0 to
/// 1.</param>
/// <param name="Own">The question's words that the excerpt itself has.</param>
/// <param name="Rank">1 on the best page, less on others.</param>
internal sealed record ScoredExcerpt(Excerpt Excerpt, double Score, double Coverage, bool IsOfKind,
    IReadOnlyList<WeighedTerm> Own, double Rank)
{
    /// <summary>Whether a time, an amount or a measure was asked for and it gives none.</summary>
    public bool LacksKind { get; init; }

    /// <summary>Whether it may be quoted, as a ranker decided.</summary>
    public bool Answers { get; init; }
}

/// <summary>Scores the excerpts of a page against a question.</summary>
internal sealed class ExcerptScorer(Question question, IReadOnlyList<WeighedTerm> terms)
{
    private const double InHeading = 0.8;
    private const double InTitle = 0.6;
    private const double InSection = 0.3;
    private const double OfPair = 0.25;
    private const double RightKind = 0.15;
    private const double WrongKind = 0.1;
    private const double StrictlyWrongKind = 0.25;
    private const double OtherPage = 0.5;
    private const double UnknownWord = 0.5;
    private const double UnknownName = 1.2;
    private const double MaxWords = 40;

    private readonly AnswerKind? _kind = AnswerKind.Of(question.Text);
    private readonly double _asked = terms.Sum(Asked);

    private static double Asked(WeighedTerm term) =>
        term.Mass * (term.IsKnown ? 1 : term.Term.IsName ? UnknownName : UnknownWord);

    /// <param name="best">The rank of the best page.</param>
    public IEnumerable<ScoredExcerpt> Score(Page page, double best)
    {
        var rank = 1 - (OtherPage * (1 - (page.Rank / best)));
        foreach (var passage in page.Passages)
        {
            foreach (var excerpt in Excerpt.Of(passage.Passage))
            {
                if (!Destructive.IsUnasked(excerpt.Text, question.All))
                {
                    yield return Score(passage, excerpt, rank);
                }
            }
        }
    }

    private ScoredExcerpt Score(ReadPassage passage, Excerpt excerpt, double rank)
    {
        var inside = ReadPassage.Stems(excerpt.Text);
        var own = new List<WeighedTerm>();
        var held = 0d;
        var covered = 0d;
        foreach (var term in terms)
        {
            var share = inside.Any(term.Is) ? 1
                : passage.Heading.Any(term.Is) ? InHeading
                : passage.Title.Any(term.Is) ? InTitle
                : passage.Text.Any(term.Is) ? InSection
                : 0;
            held += term.Mass * share;
            covered += share > 0 ? term.Mass : 0;
            if (share == 1)
            {
                own.Add(term);
            }
        }

        var pairs = question.Pairs.Sum(pair => ReadPassage.Neighbours(inside, pair.First, pair.Second) ? OfPair : 0);
        var isOfKind = _kind?.IsGivenBy(excerpt.Text) is true;
        var kind = _kind is null ? 0 : isOfKind ? RightKind : _kind.IsStrict ? -StrictlyWrongKind : -WrongKind;
        var score = _asked <= 0 ? 0
            : (held / _asked) + (pairs / Math.Max(2, question.Pairs.Count)) + kind - (Math.Max(0,
                inside.Count - MaxWords) / 200);
        return new ScoredExcerpt(excerpt, score * rank, _asked <= 0 ? 0
            : covered / _asked, isOfKind, own, rank)
        { LacksKind = _kind is { IsStrict: true } && !isOfKind };
    }
}
