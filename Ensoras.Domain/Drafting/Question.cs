using System.Text.RegularExpressions;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Drafting;

/// <summary>A word that the customer's question is about.</summary>
/// <param name="Stem">What it is compared by; one for all words of the same meaning.</param>
/// <param name="Spellings">The words to look for.</param>
/// <param name="Weight">How much the question is about it, around 1.</param>
/// <param name="IsName">Whether it looks like a name or a model number.</param>
/// <param name="IsContext">Whether it comes from the title of a conversation that has moved on.</param>
internal sealed record QuestionTerm(string Stem, IReadOnlyList<string> Spellings, double Weight, bool IsName, bool IsContext);

/// <summary>What the customer's newest messages ask, as words with weights. Greetings, signatures, order numbers, links and quoted mail say nothing.</summary>
internal static partial class Question
{
    private const double InQuestion = 1.3;
    private const double InTitle = 1.0;
    private const double AsContext = 0.5;
    private const double WhenRepeated = 1.25;

    public static IReadOnlyList<QuestionTerm> Read(DraftRequest request)
    {
        var newest = Newest(request.Conversation);
        var isFirst = !request.Conversation.Any(turn => turn.Sender is Sender.Ensoras or Sender.Agent);
        var ignored = Words.Of(request.CustomerName).Select(word => word.Lower).ToHashSet();
        var found = new Dictionary<string, QuestionTerm>();
        foreach (var text in newest)
        {
            foreach (var sentence in Clean(text).Split('\n').SelectMany(Sentences.Of))
            {
                Add(sentence, IsQuestion(sentence) ? InQuestion : 1, isContext: false);
            }
        }

        Add(Clean(request.Title), isFirst ? InTitle : AsContext, isContext: !isFirst);
        return [.. found.Values];

        void Add(string sentence, double weight, bool isContext)
        {
            var previous = default(Word);
            var namesCount = MayHoldNames(sentence);
            foreach (var word in Words.Of(sentence))
            {
                var isModel = word.IsNumber ? word.Lower.Length is 3 or 4 && previous.Text is not null && previous.IsCapitalised && !isContext : word.HasDigit;
                var isName = isModel || (namesCount && word.IsCapitalised && previous.Text is not null && !StartsSentence(sentence, word));
                var isWord = !word.IsStop && (!word.IsNumber || isModel) && !ignored.Contains(word.Lower);
                previous = word;
                if (!isWord)
                {
                    continue;
                }

                var stem = Synonyms.Common(word.Stem);
                found[stem] = found.TryGetValue(stem, out var known)
                    ? known with { Weight = Math.Max(known.Weight, weight) * (known.IsContext == isContext ? 1 : WhenRepeated), IsName = known.IsName || isName, IsContext = known.IsContext && isContext }
                    : new QuestionTerm(stem, Synonyms.Of(word), weight, isName, isContext);
            }
        }
    }

    /// <summary>The words of the newest messages as they were written, without what says nothing.</summary>
    public static string Text(DraftRequest request) => string.Join('\n', Newest(request.Conversation).Select(Clean));

    /// <summary>The customer's messages since the last answer, or the last ones before it.</summary>
    private static IEnumerable<string> Newest(IReadOnlyList<ConversationTurn> conversation)
    {
        var last = conversation.Count - 1;
        while (last >= 0 && conversation[last].Sender is not Sender.Customer)
        {
            last--;
        }

        var first = last;
        while (first > 0 && conversation[first - 1].Sender is Sender.Customer)
        {
            first--;
        }

        return last < 0 ? [] : conversation.Skip(first).Take(last - first + 1).Select(turn => turn.Text);
    }

    private static string Clean(string text)
    {
        var lines = Reference().Replace(Address().Replace(text, " "), " ").Split('\n').Where(line => !line.StartsWith('>')).ToList();
        if (lines.Count > 1 && Opening().IsMatch(lines[0]))
        {
            lines.RemoveAt(0);
        }

        var closing = lines.FindLastIndex(line => Closing().IsMatch(line));
        return string.Join('\n', closing > 0 && closing >= lines.Count - 6 ? lines.Take(closing) : lines);
    }

    private static bool IsQuestion(string sentence) => sentence.EndsWith('?') || Asking().IsMatch(sentence);

    /// <summary>Capitals mean names only where not everything begins with one.</summary>
    private static bool MayHoldNames(string sentence)
    {
        var words = Words.Of(sentence).Where(word => !word.HasDigit).ToList();
        return words.Count(word => word.IsCapitalised) <= words.Count * 0.5;
    }

    private static bool StartsSentence(string sentence, Word word)
    {
        var before = sentence.AsSpan(0, word.Start).TrimEnd();
        return before.Length == 0 || before[^1] is '.' or '!' or '?' or ':' or '-' or '*' or '•' or '|' or '(' or '"';
    }

    [GeneratedRegex(@"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,255}\.\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b[A-Z]{1,5}[-\s]?\d{4,}\b|#\d+\b|\b\d{5,}\b")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*(hi|hello|hey|dear|good (morning|afternoon|evening)|greetings|guten (tag|morgen|abend)|hallo|bonjour|hola|ciao|beste)\b.{0,40}$", RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^\s*(thanks|thank you|thx|cheers|regards|(best|kind|warm|many)\s\w+|sincerely|yours|mit freundlichen|viele grüße|liebe grüße|cordialement|saludos|groet)\b.{0,40}$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex(@"^\W*(how|what|when|where|which|why|who|can|could|do|does|is|are|may|must|should|will|would|kann|wie|was|wann|wo|muss|comment|quand|puis-je|cómo|hoe|wanneer)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Asking();
}
