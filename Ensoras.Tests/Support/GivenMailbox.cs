using Ensoras.Domain.Channels.Email.Mailboxes;

namespace Ensoras.Tests.Support;

/// <summary>Mailboxes in a world, stored without a server behind them.</summary>
internal static class GivenMailbox
{
    public static async Task<Mailbox> GivenMailboxAsync(
        this World world,
        string address = "support@localhost",
        Action<Mailbox>? change = null)
    {
        var mailbox = new Mailbox(world.Project.Id, world.Now)
        {
            Address = address,
            NormalizedAddress = address.ToUpperInvariant(),
            AuthenticationServer = "mx.localhost",
            IsOn = false,
        };
        change?.Invoke(mailbox);
        await using var db = await world.OpenDbAsync();
        db.Add(mailbox);
        await db.SaveChangesAsync();
        return mailbox;
    }
}
