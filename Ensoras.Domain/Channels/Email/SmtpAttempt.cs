using System.Net.Sockets;
using Ensoras.Domain.Channels.Email.Mailboxes;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Ensoras.Domain.Channels.Email;

/// <summary>One attempt to hand an e-mail to the mail server, and what can be said of it afterwards.</summary>
internal sealed class SmtpAttempt(ISmtpClient client, MailRoute route, TimeProvider time)
{
    /// <summary>How long the mail server may take before it asks for the text.</summary>
    private static readonly TimeSpan BeforeTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long it may take from then on, with the largest files on a slow line. It holds up nobody else.
    /// </summary>
    private static readonly TimeSpan AfterTimeout = TimeSpan.FromMinutes(5);

    /// <summary>How long an attempt that was given up may take to let go of its connection.</summary>
    private static readonly TimeSpan LetGoTimeout = TimeSpan.FromSeconds(5);

    private readonly SendProgress _progress = new();

    public async Task<SendOutcome> SendAsync(
        MimeMessage mail,
        string from,
        IReadOnlyList<string> to,
        CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = TalkAsync(mail, from, to, giveUp.Token);
        try
        {
            if (
                !await EndsWithinAsync(sending, BeforeTimeout, cancellationToken).ConfigureAwait(false)
                && !(
                    _progress.HasBegun
                    && await EndsWithinAsync(sending, AfterTimeout, cancellationToken).ConfigureAwait(false)))
            {
                await giveUp.CancelAsync().ConfigureAwait(false);
                await LetGoAsync(sending).ConfigureAwait(false);
                return NotKnown(Sentence.Of("Channels.NoReplyInTime"));
            }

            await sending.ConfigureAwait(false);
            await SayGoodbyeAsync(cancellationToken).ConfigureAwait(false);
            return new SendOutcome.Sent();
        }
        catch (OperationCanceledException)
        {
            await LetGoAsync(sending).ConfigureAwait(false);
            return NotKnown(Sentence.Of("Channels.StoppedSending"));
        }
#pragma warning disable CA1031 // Whatever broke off the talk, how far it got decides.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Judge(error);
        }
    }

    private async Task TalkAsync(MimeMessage mail, string from, IReadOnlyList<string> to, CancellationToken cancellationToken)
    {
        if (route.Mailbox is { } mailbox)
        {
            MailConnections.Secure(client, mailbox);
        }

        client.Timeout = (int)AfterTimeout.TotalMilliseconds;
        await client
            .ConnectAsync(route.Host ?? "localhost", route.Port, route.Security, cancellationToken)
            .ConfigureAwait(false);
        _progress.Connected();
        if (route.User is { } user)
        {
            await client.AuthenticateAsync(user, route.Password ?? "", cancellationToken).ConfigureAwait(false);
        }

        await client
            .SendAsync(
                FormatOptions.Default,
                mail,
                new MailboxAddress(null, from),
                to.Select(address => new MailboxAddress(null, address)),
                cancellationToken,
                _progress)
            .ConfigureAwait(false);
    }

    private async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        // The mail is with the server; how the farewell goes changes nothing.
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var leaving = client.DisconnectAsync(true, impatient.Token);
        await EndOrLeaveAsync(leaving).ConfigureAwait(false);
        await impatient.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> EndsWithinAsync(Task sending, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await sending
                .WaitAsync(limit, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return sending.IsCompleted;
        }
        finally
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task LetGoAsync(Task sending) => EndOrLeaveAsync(sending);

    private async Task EndOrLeaveAsync(Task task)
    {
        await task.WaitAsync(LetGoTimeout, time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Observe the abandoned task's exception.
        _ = task.ContinueWith(
            ended => ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    private SendOutcome Judge(Exception error) =>
        error switch
        {
            // The server answered: what it refused it has not taken.
            SmtpCommandException { StatusCode: >= (SmtpStatusCode)500 } refused => new SendOutcome.Failed(
                Sentence.Of("Channels.Refused", Words(refused))),
            SmtpCommandException { StatusCode: >= (SmtpStatusCode)400 } later => new SendOutcome.TryAgain(
                Sentence.Of("Channels.WantedLater", Words(later))),
            NotSupportedException when !_progress.HasBegun => new SendOutcome.Failed(
                Sentence.Of("Channels.CannotCarry", error.Message)),
            AuthenticationException or ServiceNotAuthenticatedException => new SendOutcome.TryAgain(
                Sentence.Of("Channels.SignInRefused", error.Message)),
            SslHandshakeException => new SendOutcome.TryAgain(
                Sentence.Of("Channels.NotSecure", FirstLine(error.Message))),
            _ when !_progress.IsConnected => new SendOutcome.TryAgain(
                Sentence.Of("Channels.Unreachable", Cause(error).Message)),
            _ => NotKnown(Sentence.Verbatim(FirstLine(error.Message))),
        };

    private SendOutcome NotKnown(Sentence why) =>
        _progress.MayBeTaken ? new SendOutcome.Uncertain(why) : new SendOutcome.TryAgain(why);

    private static string Words(SmtpCommandException error) => $"{(int)error.StatusCode} {FirstLine(error.Message)}";

    private static Exception Cause(Exception error) =>
        error is SocketException ? error : error.InnerException ?? error;

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
