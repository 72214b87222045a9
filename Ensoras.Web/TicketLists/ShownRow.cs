using System.Runtime.CompilerServices;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>A row as a screen shows it. Screens that show it alike share one.</summary>
/// <param name="IsGone">It has left the list, but stays until the pointer has left, so that nothing jumps.</param>
/// <param name="IsNew">It came while the list was open.</param>
public sealed record ShownRow(TicketRow Ticket, bool IsGone = false, bool IsNew = false)
{
    private static readonly ConditionalWeakTable<TicketRow, ShownRow> Made = [];

    /// <summary>A row in its place, the same object for every screen.</summary>
    public static ShownRow Of(TicketRow ticket) => Made.GetValue(ticket, row => new ShownRow(row));

    /// <summary>Whether it needs no drawing where <paramref name="other"/> is drawn.</summary>
    public bool LooksLike(ShownRow other) =>
        ReferenceEquals(this, other) || (IsGone == other.IsGone && Ticket == other.Ticket);
}

/// <summary>What a row shows on one screen only; most rows have none.</summary>
/// <param name="Replying">Who else is writing a reply, as a sentence.</param>
public sealed record RowMark(bool IsSelected, string? Replying)
{
    private static readonly RowMark Selected = new(true, null);

    public static RowMark? Of(bool isSelected, string? replying) =>
        replying is not null ? new RowMark(isSelected, replying) : isSelected ? Selected : null;
}
