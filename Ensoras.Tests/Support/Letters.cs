using System.Text;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Support;

/// <summary>Emails that arrive in a world, as the bytes that a mail server hands over.</summary>
internal static class Letters
{
    private const string Head = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n";
    private static int _count;

    /// <summary>An email of Mira's, in a mail program's own order; headers that are given replace those.</summary>
    public static string From(
        string from,
        string text,
        string subject = "Where is my order?",
        string headers = "",
        string to = "support@localhost") =>
        $"From: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: "
            + $"<{Interlocked.Increment(ref _count)}.letter@mail.example.org>\n"
        + $"Date: Mon, 2 Mar 2026 09:00:00 "
            + $"+0000\n{headers}{(headers.Contains("Content-Type", StringComparison.Ordinal) ? "" : Head)}\n{text}\n";

    public static string OfMira(
        string text,
        string subject = "Where is my order?",
        string headers = "",
        string to = "support@localhost"
    ) => From("Mira Lindqvist <mira@example.org>", text, subject, headers, to);

    /// <summary>Stores it and lets the sweep read it.</summary>
    /// <returns>Its line of the ledger afterwards.</returns>
    public static async Task<InboundMail> ReceiveAsync(this World world, string raw, ArrivedMail? arrived = null) =>
        await world.ReceiveAsync(Encoding.UTF8.GetBytes(raw.ReplaceLineEndings("\r\n")), arrived);

    public static async Task<InboundMail> ReceiveAsync(this World world, byte[] raw, ArrivedMail? arrived = null)
    {
        using var stream = new MemoryStream(raw);
        var stored = await world
            .Get<MailLedger>()
            .StoreAsync(arrived ?? new ArrivedMail(world.Project.Id, MailDoor.Http), stream, CancellationToken.None);
        await world.SweepAsync(Sweep.InboundMail);
        return await world.LineAsync(stored!.Id);
    }

    public static async Task<InboundMail> LineAsync(this World world, Guid mailId) =>
        (await world.Get<MailLedger>().FindAsync(world.Project.Id, mailId, CancellationToken.None))!;

    /// <summary>The ticket that an email became.</summary>
    public static Task<TicketSnapshot> TicketOfAsync(this World world, InboundMail mail) =>
        world.DetailAsync(mail.TicketId!.Value);

    /// <summary>A reply of Jonas' that is with the customer.</summary>
    public static async Task<Guid> GivenSentReplyAsync(this World world, Guid ticketId)
    {
        var id = Guid.Empty;
        await world.ChangeAsync(
            ticketId,
            world.Jonas,
            (ticket, stamp) =>
            {
                id = ticket.Reply(stamp, "It is on its way.", TimeSpan.Zero).Id;
                ticket.ClaimForSending(stamp with { By = Actor.System }, id, stamp.At);
                ticket.Delivered(stamp with { By = Actor.System }, id);
            });
        return id;
    }

    public static async Task<int> CountTicketsAsync(this World world)
    {
        await using var db = await world.OpenDbAsync();
        return await db.Tickets.CountAsync();
    }
}
