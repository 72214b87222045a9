using System.Collections.Concurrent;
using Ensoras.Domain.Channels;
using Ensoras.Domain.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Support;

/// <summary>
/// E-mail as far as the edge: what was handed over, and an outcome that a test chose; with nothing chosen, it is
/// sent.
/// </summary>
public sealed class ScriptedChannel : IChannel
{
    private readonly ConcurrentQueue<Func<OutgoingMessage, Task<SendOutcome>>> _script = new();

    public Channel Channel => Channel.Email;

    public bool SendsByStoring => false;

    /// <summary>What it was handed, in order, and how that ended.</summary>
    public ConcurrentQueue<(OutgoingMessage Message, SendOutcome Outcome)> Log { get; } = new();

    public ScriptedChannel Then(SendOutcome outcome) => Then(_ => Task.FromResult(outcome));

    public ScriptedChannel Then(Func<OutgoingMessage, Task<SendOutcome>> send)
    {
        _script.Enqueue(send);
        return this;
    }

    /// <summary>What was chosen for later no longer happens.</summary>
    public void Forget() => _script.Clear();

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var outcome = _script.TryDequeue(out var send) ? await send(message) : new SendOutcome.Sent();
        Log.Enqueue((message, outcome));
        return outcome;
    }

    /// <summary>Takes the place of e-mail in a world.</summary>
    public void Replace(IServiceCollection services)
    {
        foreach (
            var email in services
                .Where(service =>
                    service.ServiceType == typeof(IChannel) && service.ImplementationType?.Name == "EmailChannel")
                .ToList())
        {
            services.Remove(email);
        }

        services.AddSingleton<IChannel>(this);
    }
}
