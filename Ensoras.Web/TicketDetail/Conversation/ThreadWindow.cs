using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>
/// Which messages of a conversation are on screen: the newest at first, so that a long one opens at once, and earlier
/// ones as the reader goes up.
/// </summary>
public sealed class ThreadWindow
{
    /// <summary>How many messages are shown at first, and how many more each time.</summary>
    public const int Step = 60;

    // Read with the ticket's page or, beyond its reach, as the reader went up; numbered without a gap.
    private readonly List<Message> _earlier = [];
    private TicketSnapshot? _detail;
    private Actor? _viewer;
    private (DateTimeOffset At, int Number) _first; // the place of the earliest message to show

    /// <summary>What is shown, in the thread's order.</summary>
    public IReadOnlyList<MessageView> Shown { get; private set; } = [];

    /// <summary>Whether the conversation began before what is shown: its messages are numbered from 1.</summary>
    public bool HasEarlier { get; private set; }

    private int EarliestRead =>
        _earlier.Concat(_detail!.Thread).Select(message => message.Number).DefaultIfEmpty(1).Min();

    /// <summary>Takes over the conversation as it is now; what was on screen stays there.</summary>
    public void Follow(TicketSnapshot detail, Actor viewer)
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
        else if (_earlier.Count > 0 && detail.Thread.Count > 0)
        {
            // What has just grown too old to be read with the ticket is not lost from the middle.
            var oldest = detail.Thread.Min(message => message.Number);
            _earlier.AddRange(_detail.Thread.Where(message => message.Number < oldest));
        }

        (_detail, _viewer) = (detail, viewer);
        Show();
    }

    /// <summary>Shows some more; <paramref name="read"/> is asked for what was before a number.</summary>
    public async Task GoBackAsync(Func<int, Task<IReadOnlyList<Message>>> read)
    {
        var (detail, known) = (_detail, EarliestRead);
        if (known > 1 && CountBefore() < Step)
        {
            var found = await read(known);
            if (found.Count == 0 || detail?.Ticket.Id != _detail!.Ticket.Id || EarliestRead != known)
            {
                return;
            }

            _earlier.AddRange(found);
        }

        var all = All();
        _first = Place(all[Math.Max(0, CountBefore() - Step)]);
        Show();
    }

    // The newest, and from the first one that still waits for something: a draft, a scheduled reply, one that was not
    // sent.
    private static (DateTimeOffset At, int Number) Begin(IReadOnlyList<Message> thread)
    {
        if (thread.Count == 0)
        {
            return default;
        }

        var newest = Math.Max(0, thread.Count - Step);
        var waiting = thread
            .TakeWhile(message =>
                message.Status is MessageStatus.Received or MessageStatus.Sent or MessageStatus.Rejected)
            .Count();
        return Place(thread[Math.Min(newest, waiting)]);
    }

    private static (DateTimeOffset At, int Number) Place(Message message) => (message.StandsAt, message.Number);

    private List<Message> All() => [.. TicketReads.InOrder([.. _earlier, .. _detail!.Thread])];

    private int CountBefore() =>
        _earlier.Concat(_detail!.Thread).Count(message => Place(message).CompareTo(_first) < 0);

    private void Show()
    {
        var before = CountBefore();
        Shown = [.. MessageView.Of(_detail! with { Thread = All() }, _viewer!).Skip(before)];
        HasEarlier = before > 0 || EarliestRead > 1;
    }
}
