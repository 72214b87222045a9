namespace Ensoras.Domain.Tickets;

/// <summary>A reply that was begun before the conversation went on is held.</summary>
public sealed partial class Ticket
{
    /// <summary>
    /// Throws <see cref="StaleReplyException"/> when others were heard since, or have a reply on its way that was not
    /// there.
    /// </summary>
    /// <param name="seen">What the author had on screen when the text was begun; null where nobody looked, such as in
    /// an import.</param>
    private void HoldIfOthersSpoke(Stamp stamp, Seen? seen)
    {
        if (seen is null)
        {
            return;
        }

        // Counted by what was shown, because what was scheduled long ago may have gone out just now.
        var mine = _messages.Count(message => message.ShownNumber > seen.Shown && IsOf(message, stamp.By));
        var coming = _messages.Count(message => message.Number > seen.Newest && !IsOf(message, stamp.By)
            && message.Status is MessageStatus.Scheduled or MessageStatus.Queued or MessageStatus.Sending);
        var count = LastShownNumber - seen.Shown - mine + coming;
        if (count > 0)
        {
            throw new StaleReplyException(count, new Seen(LastNumber, LastShownNumber));
        }
    }

    // What somebody approved they have read, as what they wrote.
    private static bool IsOf(Message message, Actor by) =>
        by.Id is { } id && (message.AuthorId == id || message.ReviewedById == id);
}
