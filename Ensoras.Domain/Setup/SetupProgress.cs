namespace Ensoras.Domain.Setup;

/// <summary>How far a new desk has come, step by step from set-up to the first answered customer.</summary>
/// <param name="VisitorArrived">The widget stands on a page, and somebody has opened the chat.</param>
/// <param name="HasKnowledge">There is an article to quote from.</param>
/// <param name="SendsEmail">Replies to email tickets can leave.</param>
/// <param name="HasColleagues">Somebody else has been invited.</param>
/// <param name="Replied">A customer has been answered.</param>
public sealed record SetupProgress(
    bool VisitorArrived,
    bool HasKnowledge,
    bool SendsEmail,
    bool HasColleagues,
    bool Replied)
{
    public bool IsComplete => VisitorArrived && HasKnowledge && SendsEmail && HasColleagues && Replied;
}
