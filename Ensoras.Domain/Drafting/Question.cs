using System.Text.RegularExpressions;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Search;

namespace Ensoras.Domain.Drafting;

/// <summary>A word that the customer's question is about.</summary>
/// <param name="Stem">What it is compared by; one for all words of the same meaning.</param>
/// <param name="Stems">The stems to look for.</param>
/// <param name="Weight">How much the question is about it, around 1.</param>
/// <param name="IsName">Whether it looks like a name or a model number.</param>
/// <param name="IsContext">Whether it comes from the title of a conversation that has moved on.</param>
/// <param name="IsWeak">Whether it asks rather than names.</param>
internal sealed record QuestionTerm(string Stem, IReadOnlyList<string> Stems, double Weight, bool IsName,
    bool IsContext, bool IsWeak = false);

/// <summary>
/// What the customer's newest messages ask, as words with weights. Greetings, signatures, order numbers, links and
/// quoted mail say nothing.
/// </summary>
/// <param name="Pairs">Words that stand beside each other in it, numbers included, such as "fellbound 3".</param>
/// <param name="Models">Names with the number or name that follows them: "Brio 500".</param>
/// <param name="All">Every stem of it, stop words too.</param>
/// <param name="Text">As it was written, without what says nothing.</param>
/// <param name="Capitals">Stems of words that begin with a capital within a sentence, places left out.</param>
/// <param name="IsAboutOneOrder">Whether it asks how an order stands that it names by number, which no page
/// knows.</param>
internal sealed partial record Question(
    IReadOnlyList<QuestionTerm> Terms, IReadOnlyList<(string First, string Second)> Pairs,
        IReadOnlyList<(string Name, string Model)> Models, IReadOnlySet<string> All, IReadOnlySet<string> Capitals,
        string Text, bool IsAboutOneOrder)
{
    private const double InQuestion = 1.3;
    private const double BesideQuestion = 0.6;
    private const double BesidePart = 0.2;
    private const int MaxParts = 3;
    private const int MinStrong = 2;
    private const double Weak = 0.3;
    private const double InTitle = 0.8;
    private const double AsContext = 0.4;
    private const double WhenRepeated = 1.15;

    /// <summary>With its title, as long as that is what the conversation is about.</summary>
    public string Asked { get; init; } = Text.Trim();

    public static Question Read(DraftRequest request)
    {
        var newest = Newest(request.Conversation).Select(Clean).ToList();
        var isFirst = !request.Conversation.Any(turn => turn.Sender is Sender.Ensoras or Sender.Agent);
        var reader = new Reader(Words.Of(request.CustomerName).Select(word => word.Folded).ToHashSet());
        var sentences = newest.SelectMany(text => text.Split('\n')).SelectMany(Sentences.Of).ToList();
        var asks = sentences.Exists(IsQuestion);
        foreach (var sentence in sentences)
        {
            reader.Add(sentence, IsQuestion(sentence) ? InQuestion : asks ? BesideQuestion : 1, isContext: false);
        }

        reader.AddTitle(Clean(request.Title), isFirst ? InTitle : AsContext, isContext: !isFirst);
        var written = string.Join('\n', Newest(request.Conversation));
        var text = string.Join('\n', newest);
        var question = reader.Question(text, Reference().IsMatch(written) && Standing().IsMatch(written));
        return isFirst && request.Title.Length > 0
            ? question with { Asked = $"{request.Title}. {text.Trim()}" }
            : question;
    }

    /// <summary>
    /// Several questions of one message, each by itself; none when there is only one, or one says little alone.
    /// </summary>
    public static IReadOnlyList<Question> ReadParts(DraftRequest request)
    {
        var sentences = Newest(request.Conversation).Select(Clean).SelectMany(text => text.Split('\n'))
            .SelectMany(Sentences.Of).ToList();
        var parts = sentences.Where(IsQuestion).SelectMany(sentence => Conjunction().Split(sentence)).ToList();
        if (parts.Count is < 2 or > MaxParts || !parts.TrueForAll(part => Words.Of(part).Count(IsStrong) >= MinStrong))
        {
            return [];
        }

        return [.. parts.Select(part =>
        {
            var reader = new Reader(Words.Of(request.CustomerName).Select(word => word.Folded).ToHashSet());
            reader.Add(part, InQuestion, isContext: false);
            foreach (var sentence in sentences.Where(sentence => !IsQuestion(sentence)))
            {
                reader.Add(sentence, BesidePart, isContext: true);
            }

            return reader.Question(part, isAboutOneOrder: false);
        })];
    }

    private static bool IsStrong(Word word) => !word.IsStop && !word.IsNumber
        && !WeakWords.Contains(Synonyms.Common(word.Stem));

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
        var lines = Reference().Replace(Address().Replace(text, " "), " ").Split('\n')
            .Where(line => !line.StartsWith('>')).ToList();
        if (lines.Count > 1 && Opening().IsMatch(lines[0]))
        {
            lines.RemoveAt(0);
        }

        var closing = lines.FindLastIndex(line => Closing().IsMatch(line));
        return string.Join('\n', closing > 0 && closing >= lines.Count - 6 ? lines.Take(closing) : lines);
    }

    [GeneratedRegex(
        @",?\s{1,8}and\s{1,8}(?=(?:what|how|when|where|which|is|are|do|does|can|will|may)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Conjunction();

    private static bool IsQuestion(string sentence) => sentence.EndsWith('?') || Asking().IsMatch(sentence);

    [GeneratedRegex(@"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,255}\.\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b[A-Z]{1,5}[-\s]?\d{4,}\b|#\d+\b|\b\d{5,}\b")]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"\bwhere (exactly )?(is|are)\b|\bwhere's\b|\b(has|have|had|is|was) (my|the|it|order|this)\b|\bwhen (will"
            + @"|does) (it|my|the)\b|\bstatus\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Standing();

    [GeneratedRegex(
        @"^\s*(hi|hello|hey|dear|good (morning|afternoon|evening)|greetings|guten (tag|morgen|abend)|hallo|bonjour"
            + @"|hola|ciao|beste)\b.{0,40}$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Opening();

    [GeneratedRegex(
        @"^\s*(thanks|thank you|thx|cheers|regards|(best|kind|warm|many)\s\w+|sincerely|yours|mit freundlichen"
            + @"|viele grüße|liebe grüße|cordialement|saludos|groet)\b.{0,40}$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex(
        @"^\W*(how|what|when|where|which|why|who|can|could|do|does|is|are|may|must|should|will|would|kann|wie|was"
            + @"|wann|wo|muss|comment|quand|puis-je|cómo|hoe|wanneer)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Asking();
}
