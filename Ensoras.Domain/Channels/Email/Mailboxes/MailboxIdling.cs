using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using MailKit;
using MailKit.Net.Imap;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>
/// Keeps one connection to each mailbox that only waits to be told of new mail and then wakes the sweep that fetches.
/// A hint: without it, mail comes a minute later.
/// </summary>
public sealed class MailboxIdling(
    IDbContextFactory<EnsorasDb> databases,
    MailConnections connections,
    IWakeUp wakeUp,
    TimeProvider time,
    ILogger<MailboxIdling> logger) : BackgroundService
{
    /// <summary>Servers and routers forget a connection that is silent for longer.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(9);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Guid, (string Settings, CancellationTokenSource Stop, Task Task)> _waiting = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await FollowAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(LookAgain, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }

        await Task.WhenAll([.. _waiting.Values.Select(one => one.Task)])
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Begins to wait for mailboxes that were connected or changed, and leaves those that are gone.</summary>
    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        var wanted = await ReadAsync(stoppingToken).ConfigureAwait(false);
        foreach (var (id, (settings, stop, task)) in _waiting.ToList())
        {
            if (task.IsCompleted || !wanted.TryGetValue(id, out var mailbox) || SettingsOf(mailbox) != settings)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stop.Dispose();
                _waiting.Remove(id);
            }
        }

        foreach (var mailbox in wanted.Values.Where(mailbox => !_waiting.ContainsKey(mailbox.Id)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _waiting[mailbox.Id] = (SettingsOf(mailbox), stop, WaitAsync(mailbox, stop.Token));
        }
    }

    private async Task<Dictionary<Guid, Mailbox>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            return await db
                .Mailboxes.AsNoTracking()
                .Where(mailbox => mailbox.IsOn)
                .ToDictionaryAsync(mailbox => mailbox.Id, cancellationToken)
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The database is away; it is asked again soon.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            logger.LogDebug(error, "The mailboxes could not be read.");
            return [];
        }
    }

    private async Task WaitAsync(Mailbox mailbox, CancellationToken stopping)
    {
        try
        {
            using var client = await connections.OpenImapAsync(mailbox, stopping).ConfigureAwait(false);
            var folder = await client.GetFolderAsync(mailbox.Folder, stopping).ConfigureAwait(false);
            await folder.OpenAsync(FolderAccess.ReadOnly, stopping).ConfigureAwait(false);
            folder.CountChanged += (_, _) => wakeUp.Wake(Sweep.Mailboxes);

            // Whatever came while nobody waited.
            wakeUp.Wake(Sweep.Mailboxes);
            while (client.IsConnected && client.Capabilities.HasFlag(ImapCapabilities.Idle))
            {
                using var renew = new CancellationTokenSource(Renewal, time);
                using var done = CancellationTokenSource.CreateLinkedTokenSource(renew.Token, stopping);
                await client.IdleAsync(done.Token, stopping).ConfigureAwait(false);
                stopping.ThrowIfCancellationRequested();
            }
        }
#pragma warning disable CA1031 // Why it cannot be read, the sweep finds out and says; here it is tried again.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            logger.LogInformation("Waiting for mail of {Mailbox} ended: {Problem}", mailbox.Address, error.Message);
        }
    }

    private static string SettingsOf(Mailbox mailbox) =>
        $"{mailbox.ImapHost} {mailbox.ImapPort} {mailbox.ImapSecurity} {mailbox.User} {mailbox.ProtectedPassword} "
            + $"{mailbox.Folder} {mailbox.CertificateFingerprint}";
}
