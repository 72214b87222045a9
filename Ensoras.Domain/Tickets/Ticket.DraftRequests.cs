namespace Ensoras.Domain.Tickets;

/// <summary>The draft that is asked for: who wants it, which worker has it, and when it is due.</summary>
public sealed partial class Ticket
{
    /// <summary>
    /// Names the draft that is being asked for; a finished draft for another request is dropped. Null when none is
    /// asked for.
    /// </summary>
    public Guid? DraftRequestId { get; private set; }

    /// <summary>When the Drafter shall take it, at the earliest.</summary>
    public DateTimeOffset? DraftDueAt { get; private set; }

    public string? DraftInstruction { get; private set; }

    /// <summary>The server whose Drafter has taken it.</summary>
    public Guid? DraftClaimedBy { get; private set; }

    public int DraftAttempts { get; private set; }

    /// <summary>Where the ticket stood before the pending draft; rejecting goes back there.</summary>
    public TicketStatus StatusBeforeDraft { get; private set; } = TicketStatus.AwaitingAgent;

    /// <summary>Whether a draft is asked for and not yet there: "Ensoras is preparing a response…".</summary>
    public bool IsPreparing => DraftRequestId is not null;

    /// <summary>Whether it is Ensoras' turn and nobody is working on it: a person decides how it goes on.</summary>
    public bool IsStalled => Status is TicketStatus.AwaitingEnsoras && !IsPreparing;

    /// <summary>
    /// Whether a person asked for the draft that is being written. If there is none, the ticket then stays as it is.
    /// </summary>
    private bool DraftIsOnDemand { get; set; }

    /// <summary>
    /// Whether the draft that is being written goes out without another review, because a person chose Run All.
    /// </summary>
    private bool SendWhenWritten { get; set; }

    /// <summary>A person asks for a draft (the magic wand).</summary>
    public void RequestDraft(Stamp stamp, string? instruction = null)
    {
        var from = Move(TicketAction.RequestDraft, stamp);
        WantDraft(stamp, instruction, isOnDemand: true);
        Record(TicketAction.RequestDraft, stamp, from, Words(instruction));
    }

    /// <summary>
    /// A worker takes the request; others leave it alone until <paramref name="until"/>. False when it is not due or
    /// another has it.
    /// </summary>
    public bool ClaimDraft(Stamp stamp, DateTimeOffset until, Guid? serverId = null)
    {
        if (DraftRequestId is null || DraftDueAt > stamp.At)
        {
            return false;
        }

        DraftDueAt = until;
        DraftClaimedBy = serverId;
        DraftAttempts++;
        return true;
    }

    /// <summary>
    /// The server that took the request is gone: the next may take it at once. False when it is with another by now.
    /// </summary>
    public bool ReleaseDraft(Stamp stamp, Guid serverId)
    {
        if (DraftRequestId is null || DraftClaimedBy != serverId)
        {
            return false;
        }

        DraftDueAt = stamp.At;
        DraftClaimedBy = null;
        DraftAttempts--;
        return true;
    }

    /// <summary>Nobody will write the draft that was asked for; for imports of what happened elsewhere.</summary>
    internal void AbandonDraft() => ForgetDraftRequest();

    private void WantDraft(
        Stamp stamp,
        string? instruction = null,
        bool isOnDemand = false,
        bool sendWhenWritten = false)
    {
        DraftRequestId = Guid.CreateVersion7(stamp.At);
        DraftDueAt = stamp.At;
        DraftClaimedBy = null;
        DraftAttempts = 0;
        DraftInstruction = instruction.SaysSomething() ? instruction!.Trim() : null;
        DraftIsOnDemand = isOnDemand;
        SendWhenWritten = sendWhenWritten;
    }

    private void ForgetDraftRequest()
    {
        DraftRequestId = null;
        DraftDueAt = null;
        DraftClaimedBy = null;
        DraftInstruction = null;
        DraftIsOnDemand = false;
        SendWhenWritten = false;
    }
}
