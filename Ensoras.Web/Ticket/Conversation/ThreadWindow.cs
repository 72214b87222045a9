using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketPages.Conversation;

/// <summary>Which messages of a conversation are on screen: the newest at first, so that a long one opens at once, and earlier ones as the reader goes up.</summary>
public sealed class ThreadWindow
{
    /// <summary>How many messages are shown at first, and how many more each time.</summary>
    public const int Step = 60;

    private readonly List<Message> _earlier = [];
    private TicketDetail? _detail;
    private int _first; // the number of the earliest message to show

    /// <summary>What is shown, oldest first.</summary>
    public IReadOnlyList<MessageView> Shown { get; private set; } = [];

    /// <summary>Whether the conversation began before what is shown: its messages are numbered from 1.</summary>
    public bool HasEarlier => Shown.Count > 0 && Shown[0].Number > 1;

    /// <summary>Takes over the conversation as it is now; what was on screen stays there.</summary>
    public void Follow(TicketDetail detail)
    {
        if (ReferenceEquals(detail, _detail))
        {
            return;
        }

        if (_detail?.Ticket.Id != detail.Ticket.Id)
        {
            _earlier.Clear();
            _first = Begin(detail.Thread);
        }
        else if (_earlier.Count > 0)
        {
            // What has just grown too old to be read with the ticket is not lost from the middle.
            _earlier.AddRange(_detail.Thread.TakeWhile(message => message.Number < detail.Thread[0].Number));
        }

        _detail = detail;
        Show();
    }

    /// <summary>Shows some more; <paramref name="read"/> is asked for what was before a number.</summary>
    public async Task GoBackAsync(Func<int, Task<IReadOnlyList<Message>>> read)
    {
        var known = _earlier.Count > 0 ? _earlier[0].Number : _detail!.Thread[0].Number;
        if (_first <= known)
        {
            var detail = _detail;
            var found = await read(known);
            if (found.Count == 0 || detail?.Ticket.Id != _detail!.Ticket.Id || (_earlier.Count > 0 && found[^1].Number >= _earlier[0].Number))
            {
                return;
            }

            _earlier.InsertRange(0, found);
        }

        _first -= Step;
        Show();
    }

    // The newest, and from the first one that still waits for something: a draft, a scheduled reply, one that was not sent.
    private static int Begin(IReadOnlyList<Message> thread)
    {
        var waiting = thread.FirstOrDefault(message => message.Status is not (MessageStatus.Received or MessageStatus.Sent or MessageStatus.Rejected));
        var newest = thread.Count == 0 ? 0 : thread[Math.Max(0, thread.Count - Step)].Number;
        return Math.Min(newest, waiting?.Number ?? newest);
    }

    private void Show() => Shown = [.. MessageView.Of(_detail! with { Thread = [.. _earlier, .. _detail.Thread] }).SkipWhile(view => view.Number < _first)];
}
