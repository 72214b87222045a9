using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// One matter of one customer. All state is private; every public method is one operation of the desk's rules, which
/// begins with a step of <see cref="TicketTransitions"/>. Changed only through <see cref="TicketDesk"/>, which loads
/// the ticket with its unsettled and its newest messages.
/// </summary>
public sealed partial class Ticket
{
    private readonly List<Message> _messages = [];
    private readonly List<TicketEvent> _events = [];

    private Ticket()
    {
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    /// <summary>The number that people call it by, unique in the project.</summary>
    public int Number { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>What lists are sorted by.</summary>
    public string TitleOrder { get; private set; } = "";

    public Guid CustomerId { get; private set; }

    public Channel Channel { get; private set; }

    public TicketStatus Status { get; private set; }

    public TicketPriority Priority { get; private set; } = TicketPriority.Medium;

    public TicketType Type { get; private set; }

    public Guid? AssigneeId { get; private set; }

    public Guid? TeamId { get; private set; }

    /// <summary>
    /// What lists sort assignees by: the agent's id, all zeros for nobody (databases disagree on where nulls go).
    /// </summary>
    public Guid AssigneeKey { get; private set; }

    /// <summary>The ended conversation that this one follows, in the widget.</summary>
    public Guid? PreviousTicketId { get; private set; }

    /// <summary>What an import knows it by, so that importing twice adds nothing.</summary>
    public string? ImportKey { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Since when it has its status; the waiting periods count from here.</summary>
    public DateTimeOffset StatusSince { get; private set; }

    /// <summary>
    /// Since when somebody waits: the customer's first unanswered message, else <see cref="StatusSince"/>.
    /// </summary>
    public DateTimeOffset WaitingSince { get; private set; }

    /// <summary>
    /// The place in the Inbox, most urgent first (status, then priority); null when it is not in the Inbox.
    /// </summary>
    public int? InboxRank { get; private set; }

    /// <summary>Whether it has awaited Ensoras for longer than the project allows.</summary>
    public bool IsStale { get; private set; }

    /// <summary>
    /// Whether the newest message is the customer's and nobody on the team has opened the ticket since.
    /// </summary>
    public bool IsUnread { get; private set; }

    /// <summary>Messages that the customer wrote or was sent.</summary>
    public int MessageCount { get; private set; }

    public int CustomerMessages { get; private set; }

    public int EnsorasMessages { get; private set; }

    public int AgentMessages { get; private set; }

    public DateTimeOffset LastMessageAt { get; private set; }

    public Sender LastMessageBy { get; private set; }

    /// <summary>The number of the customer's newest message, which a draft must answer; 0 before the first.</summary>
    public int LastCustomerNumber { get; private set; }

    /// <summary>How many messages the customer has been shown, by which they are numbered.</summary>
    public int LastShownNumber { get; private set; }

    /// <summary>Counts up with every save; the concurrency token.</summary>
    public int Version { get; private set; }

    /// <summary>The messages that are loaded: unsettled ones and the newest.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>Called where the ticket is only read, with the messages that were read beside it.</summary>
    internal void Show(IEnumerable<Message> thread) => _messages.AddRange(thread.OrderBy(message => message.Number));

    /// <summary>History lines that this change has added.</summary>
    public IReadOnlyList<TicketEvent> NewEvents => _events;

    public bool IsOpen => Status is not TicketStatus.Closed;

    /// <summary>Where a ticket goes when it is somebody's turn at the desk.</summary>
    internal TicketStatus WhoseTurn =>
        Type is TicketType.Human ? TicketStatus.AwaitingAgent : TicketStatus.AwaitingEnsoras;

    /// <summary>
    /// Where it goes when something at the desk is left to be done: nobody waits for the customer any more.
    /// </summary>
    private TicketStatus BackAtTheDesk =>
        Status is TicketStatus.AwaitingCustomer or TicketStatus.Resolved ? TicketStatus.AwaitingAgent : Status;

    /// <summary>Where it goes when a person takes it from Ensoras.</summary>
    private TicketStatus TakenFromEnsoras =>
        Status is TicketStatus.AwaitingEnsoras or TicketStatus.AwaitingApproval ? TicketStatus.AwaitingAgent : Status;

    private int LastNumber { get; set; }

    /// <summary>
    /// A new ticket without messages; the customer's first one follows with <see cref="CustomerWrote"/>.
    /// </summary>
    internal static Ticket Open(NewTicket opening, int number, Stamp stamp) => new()
    {
        Id = Guid.CreateVersion7(stamp.At),
        ProjectId = opening.ProjectId,
        Number = number,
        CustomerId = opening.CustomerId,
        Channel = opening.Channel,
        Title = TitleFrom(opening.Title),
        TitleOrder = Alphabet.KeyOf(TitleFrom(opening.Title)),
        Status = TicketStatus.AwaitingEnsoras,
        CreatedAt = stamp.At,
        UpdatedAt = stamp.At,
        StatusSince = stamp.At,
        WaitingSince = stamp.At,
        LastMessageAt = stamp.At,
        PreviousTicketId = opening.PreviousTicketId,
        ImportKey = opening.ImportKey,
    };

    /// <summary>The number of the newest message of any kind.</summary>
    internal int NewestNumber => LastNumber;

    /// <summary>Called by the desk once per save.</summary>
    internal void CountVersion() => Version++;

    private static string TitleFrom(string title)
    {
        var line = title.Storable().Trim().ReplaceLineEndings(" ");
        return line.SaysSomething() ? line.Cut(Vocabulary.MaxTitleLength, "…") : "(no subject)";
    }

    /// <summary>Why a message of this length is refused.</summary>
    public static Sentence TooLong(int length) => Refusals.TooLong(length);

    /// <param name="mayBeEmpty">Whether something else, such as a file, says what is to be said.</param>
    private static string Required(string? text, bool mayBeEmpty = false)
    {
        var trimmed = text?.Storable().Trim() ?? "";
        return trimmed.Length switch
        {
            _ when !mayBeEmpty && !trimmed.SaysSomething() => throw new RuleBrokenException(
                Sentence.Of("Tickets.MessageEmpty")),
            > Vocabulary.MaxMessageLength => throw new RuleBrokenException(Refusals.TooLong(trimmed.Length)),
            _ => trimmed,
        };
    }

    private void Record(TicketAction action, Stamp stamp, TicketStatus from, Sentence? detail = null)
    {
        _events.Add(new TicketEvent(Id, action, stamp, from, Status, detail, _events.Count));
        UpdateDerivedFields(stamp);
    }

    /// <summary>What follows from the state and is kept on the row so that lists are one index range.</summary>
    private void UpdateDerivedFields(Stamp stamp)
    {
        UpdatedAt = stamp.At;
        WaitingSince = _customerWaitsSince ?? StatusSince;
        AssigneeKey = AssigneeId ?? Guid.Empty;
        InboxRank = Inbox.Rank(Status, Priority, IsStale);
    }

    private Message Append(Sender sender, MessageStatus status, string body, Stamp stamp, bool isNote = false)
    {
        var message = new Message(Id, ++LastNumber, sender, status, body, stamp.At)
        {
            IsNote = isNote,
            AuthorId = stamp.By.Kind is Sender.Agent && sender is Sender.Agent ? stamp.By.Id : null,
            AuthorName = sender is Sender.System ? null : stamp.By.Name,
        };
        _messages.Add(message);
        return message;
    }

    private void AddSystemMessage(Stamp stamp, Sentence what) =>
        Append(Sender.System, MessageStatus.Sent, "", stamp).Says = what;

    private Message Find(Guid messageId) =>
        _messages.Find(message => message.Id == messageId)
        ?? throw new RuleBrokenException(Refusals.MessageGone);
}
