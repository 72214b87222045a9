using System.Globalization;
using Ensoras.Domain.Search;

namespace Ensoras.Domain.Drafting;

/// <summary>The language of the few sentences that the embedded writer adds: what the customer writes in.</summary>
internal static class CustomerLanguage
{
    /// <summary>Fewer small words than these say nothing: a name or a product can look like one.</summary>
    private const int MinWords = 3;

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de");

    public static CultureInfo Of(DraftRequest request)
    {
        var said = request.Conversation.LastOrDefault(turn => turn.Sender is Sender.Customer)?.Text ?? "";
        var words = Words.Of(said).Select(word => word.Folded).ToList();
        var german = words.Count(StopWords.IsGerman);
        return german >= MinWords && german > words.Count(StopWords.IsEnglish) ? German : English;
    }
}
