using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Api;

/// <summary>A ticket as a row of a list.</summary>
public sealed record ApiRow(
    int Number,
    string Title,
    string Customer,
    Channel Channel,
    TicketStatus Status,
    TicketPriority Priority,
    int Messages,
    DateTimeOffset LastMessageAt)
{
    public static ApiRow Of(TicketRow row) =>
        new(
            row.Number,
            row.Title,
            row.CustomerName,
            row.Channel,
            row.Status,
            row.Priority,
            row.MessageCount,
            row.LastMessageAt);
}

/// <summary>A page of a list.</summary>
/// <param name="Total">How many there are on all pages, where they were counted.</param>
/// <param name="TotalIsExact">Whether there are no more than that; else counting stopped there.</param>
/// <param name="Next">What to give as <c>after</c> for the next page, with the same filter and order; null on the
/// last one.</param>
/// <param name="Note">What the caller should know of how it was made.</param>
public sealed record ApiPage(IReadOnlyList<ApiRow> Tickets, int? Total, bool TotalIsExact, string? Next, string? Note);

/// <summary>A message of a ticket.</summary>
public sealed record ApiMessage(
    Guid Id,
    int Number,
    Sender Sender,
    MessageStatus Status,
    string Text,
    bool IsNote,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt,
    IReadOnlyList<AttachedFile> Attachments);

/// <summary>A ticket with its conversation.</summary>
public sealed record ApiTicket(
    int Number,
    string Title,
    TicketStatus Status,
    TicketPriority Priority,
    TicketType Type,
    string Customer,
    IReadOnlyList<ApiMessage> Messages)
{
    public static ApiTicket Of(TicketSnapshot detail) =>
        new(
            detail.Ticket.Number,
            detail.Ticket.Title,
            detail.Ticket.Status,
            detail.Ticket.Priority,
            detail.Ticket.Type,
            detail.Customer.Name,
            [
                .. detail.Thread.Select(message => new ApiMessage(
                    message.Id,
                    message.Number,
                    message.Sender,
                    message.Status,
                    message.Text,
                    message.IsNote,
                    message.CreatedAt,
                    message.SentAt,
                    [.. message.Attachments.Select(AttachedFile.Of)])),
            ]);
}
