using System.Text.RegularExpressions;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Finds the excerpts of a knowledge base that hold what a question is about. Full text proposes passages; here the question's
/// words are weighed by how rare they are, and what the knowledge base does not know counts against every answer.
/// </summary>
internal static class ExcerptFinder
{
    private const int MaxTerms = 32;
    private const int MaxSearched = 12;
    private const int MaxPassages = 40;
    private const int SmallestBase = 50;
    private const double Surroundings = 0.5;
    private const double AboutShare = 0.9;
    private const double AboutEvidence = 1.0;
    private const double RightKind = 1.3;
    private const double OpensSection = 0.8;
    private const double UnknownWord = 0.5;
    private const double UnknownName = 1.5;
    private const double ForeignShare = 0.3;

    /// <summary>Excerpts with a word of the question, best first; none when the question is about something by a name that nobody here knows.</summary>
    public static async Task<IReadOnlyList<ScoredExcerpt>> FindAsync(EnsorasDb db, Guid projectId, IReadOnlyList<QuestionTerm> question, Regex? kind, CancellationToken cancellationToken)
    {
        var terms = await WeighAsync(db, projectId, question, cancellationToken).ConfigureAwait(false);
        var known = terms.Where(term => term.IsKnown).OrderByDescending(term => term.Mass).Take(MaxSearched).ToList();
        var asked = terms.Sum(Asked);
        var foreign = terms.Where(term => !term.IsKnown && term.Term.IsName).ToList();
        if (known.Count == 0 || (foreign.Count > 1 && foreign.Sum(Asked) > asked * ForeignShare))
        {
            return [];
        }

        var found = await db.RankPassagesAsync(projectId, [.. known.SelectMany(term => term.Term.Spellings).Distinct()], MaxPassages, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return [];
        }

        return [.. OfTheNamed(found, terms).SelectMany(passage => Score(passage, terms, asked, kind)).OrderByDescending(scored => scored.Evidence).ThenByDescending(scored => scored.Excerpt.Passage.Rank)];
    }

    /// <summary>When the question names something that is the subject of an article, such as a product, other articles do not speak of it.</summary>
    private static IEnumerable<RankedPassage> OfTheNamed(IReadOnlyList<RankedPassage> found, List<WeighedTerm> terms)
    {
        var names = terms.Where(term => term.Term.IsName && term.IsKnown).Select(term => term.Term.Stem).ToHashSet();
        var counted = found.Select(passage => (Passage: passage, Names: Stems(passage.Title).Count(names.Contains))).ToList();
        var most = counted.Max(entry => entry.Names);
        return counted.Where(entry => most < 2 || entry.Names == most).Select(entry => entry.Passage);
    }

    private static double Asked(WeighedTerm term) => term.Mass * (term.IsKnown ? 1 : term.Term.IsName ? UnknownName : UnknownWord);

    private static async Task<List<WeighedTerm>> WeighAsync(EnsorasDb db, Guid projectId, IReadOnlyList<QuestionTerm> question, CancellationToken cancellationToken)
    {
        var asked = question.OrderByDescending(term => term.Weight).Take(MaxTerms).ToList();
        var counts = await db.CountPassagesAsync(projectId, [.. asked.SelectMany(term => term.Spellings).Distinct()], cancellationToken).ConfigureAwait(false);
        var size = Math.Max(await db.Passages.CountAsync(passage => passage.ProjectId == projectId, cancellationToken).ConfigureAwait(false), SmallestBase) + 1d;
        return [.. asked.Select(term =>
        {
            var count = term.Spellings.Max(word => counts[word]);
            return new WeighedTerm(term, Math.Max(0, Math.Log(size / (count + 1)) / Math.Log(size)), count > 0);
        })];
    }

    private static IEnumerable<ScoredExcerpt> Score(RankedPassage passage, List<WeighedTerm> terms, double asked, Regex? kind)
    {
        var title = Stems(passage.Title);
        var heading = Stems(passage.Heading);

        // An article whose title says all that is asked for is about the question, whatever words its sentences use. What the conversation
        // was about before asks for nothing: "Thank you" under the title of an article is no question.
        var named = terms.Where(term => title.Contains(term.Term.Stem)).ToList();
        var isAbout = asked > 0 && named.Any(term => !term.Term.IsContext) && named.Sum(term => term.Mass) >= asked * AboutShare;
        foreach (var (index, excerpt) in Excerpt.Of(passage).Index())
        {
            var inside = Stems(excerpt.Text);
            var headed = terms.Where(term => heading.Contains(term.Term.Stem) && !inside.Contains(term.Term.Stem)).Except(named).ToList();
            var hits = terms.Where(term => inside.Contains(term.Term.Stem)).ToList();
            var own = hits.Except(named).ToList();
            var isOfKind = kind is not null && kind.IsMatch(excerpt.Text);
            var opens = index == 0 && heading.Count == 0;
            var leads = isAbout && (isOfKind || opens);
            if (own.Count == 0 && !leads && (index > 0 || headed.Count == 0))
            {
                continue;
            }

            var worth = isOfKind ? RightKind : 1;

            var around = headed.Concat(named.Except(hits)).ToList();
            yield return new ScoredExcerpt(
                excerpt,
                (((hits.Sum(term => term.Mass) * excerpt.Density) + around.Sum(term => term.Mass * (term.Term.IsName ? 1 : Surroundings))) * (isAbout ? worth : 1)) + (isAbout ? AboutEvidence : 0),
                (hits.Sum(term => term.Mass) + around.Sum(term => term.Mass)) / asked,
                (((own.Sum(term => term.Mass) * excerpt.Density) + headed.Sum(term => term.Mass * (index == 0 ? OpensSection : Surroundings))) * worth) + (leads ? (opens && isOfKind ? 1 : Surroundings) * worth : 0),
                [.. own, .. headed],
                [.. hits.Union(around)],
                leads);
        }
    }

    private static HashSet<string> Stems(string text) => [.. Words.Of(text).Select(word => Synonyms.Common(word.Stem))];
}

/// <summary>A word of the question with what it is worth in this knowledge base.</summary>
/// <param name="Rarity">1 for a word that it does not have, towards 0 for one that stands everywhere.</param>
internal sealed record WeighedTerm(QuestionTerm Term, double Rarity, bool IsKnown)
{
    public double Mass => Term.Weight * Rarity;
}

/// <summary>How well an excerpt answers.</summary>
/// <param name="Evidence">The weight of the question's words in it; those of its heading and title count less. Compares articles.</param>
/// <param name="Coverage">The share of the question that excerpt, heading and title hold together, 0 to 1.</param>
/// <param name="Fit">The weight of the words that its article's title does not have already. Compares the excerpts of one article.</param>
/// <param name="Own">The question's words that it or its heading has and its title has not.</param>
/// <param name="All">The question's words that excerpt, heading and title have.</param>
/// <param name="Leads">Whether it is what an article that is about the question says first, or the kind of answer that is asked for.</param>
internal sealed record ScoredExcerpt(Excerpt Excerpt, double Evidence, double Coverage, double Fit, IReadOnlyList<WeighedTerm> Own, IReadOnlyList<WeighedTerm> All, bool Leads)
{
    // Measured on the sample desk's conversations and on manuals with questions about other products: an answer to the wrong
    // question costs more than none.
    private const double StrongEvidence = 1.4;
    private const double StrongCoverage = 0.45;
    private const double FairEvidence = 0.9;
    private const double FairCoverage = 0.65;
    private const double LeastRarity = 0.3;

    /// <summary>Whether it can be quoted as an answer: at least two of the question's words, not all of them common, and enough of the question.</summary>
    public bool Answers =>
        Leads
        || (All.Count > 1
        && All.Any(term => !term.Term.IsContext)
        && All.Max(term => term.Rarity) >= LeastRarity
        && ((Evidence >= StrongEvidence && Coverage >= StrongCoverage) || (Evidence >= FairEvidence && Coverage >= FairCoverage)));
}
