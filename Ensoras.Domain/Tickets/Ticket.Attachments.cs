namespace Ensoras.Domain.Tickets;

/// <summary>Files that messages take.</summary>
public sealed partial class Ticket
{
    private IReadOnlyList<Attachment> _brought = [];

    /// <summary>Called by the desk with the attachments that the change at hand names.</summary>
    internal void StageAttachments(IReadOnlyList<Attachment> attachments) => _brought = attachments;

    /// <summary>
    /// The author of a reply that was set aside, such as one that was cancelled, takes its files for another. No
    /// history line.
    /// </summary>
    public void UseAgain(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        Move(TicketAction.UseAgain, stamp, message);

        // What is used again does not come back by reopening.
        message.Rejection = message.Rejection is Rejection.Closed ? Rejection.Cancelled : message.Rejection;
        ReleaseAttachments(message, stamp);
    }

    /// <summary>Files that came with an imported message, no matter who wrote it.</summary>
    internal void AttachImported(Message message, IEnumerable<Guid> attachmentIds)
    {
        var files = _brought.Where(attachment => attachmentIds.Contains(attachment.Id)).ToList();
        if (files.Count > 0)
        {
            Attach(message, files);
        }
    }

    /// <summary>
    /// What a message is to take: uploaded whole, by its author, for this ticket, and taken by no other message.
    /// </summary>
    private List<Attachment> Chosen(Stamp stamp, IReadOnlyCollection<Guid>? attachmentIds)
    {
        var chosen = new List<Attachment>();
        foreach (var id in (attachmentIds ?? []).Distinct())
        {
            var found = _brought.FirstOrDefault(attachment =>
                attachment.Id == id
                && attachment.UploadedById == stamp.By.Id
                && attachment.Sha256 is not null
                && (attachment.TicketId ?? Id) == Id);
            chosen.Add(
                found switch
                {
                    null => throw new RuleBrokenException(Sentence.Of("Tickets.FileGone")),
                    { MessageId: not null } => throw new RuleBrokenException(
                        Sentence.Of("Tickets.FileSent", found.Name)),
                    _ => found,
                });
        }

        return chosen.Count <= Attachment.MaxPerMessage
            ? chosen
            : throw new RuleBrokenException(
                Sentence.Of("Tickets.TooManyFiles", Attachment.MaxPerMessage, chosen.Count));
    }

    private static void Attach(Message message, List<Attachment> chosen)
    {
        for (var place = 0; place < chosen.Count; place++)
        {
            chosen[place].BelongTo(message, place);
        }

        message.Take(chosen);
    }

    /// <summary>A message whose sending is undone gives its files back with its text.</summary>
    private void ReleaseAttachments(Message message, Stamp stamp)
    {
        foreach (
            var attachment in _brought
                .Where(attachment => attachment.MessageId == message.Id && attachment.UploadedById == stamp.By.Id)
                .ToList())
        {
            attachment.Wait(stamp.At);
        }
    }
}
