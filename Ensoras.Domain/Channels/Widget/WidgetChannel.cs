using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>The chat on a website. It shows what is stored, so storing is sending.</summary>
public sealed class WidgetChannel : IChannel
{
    public Channel Channel => Channel.Widget;

    public bool SendsByStoring => true;

    public Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Sent());
}
