using Ensoras.Domain.Tickets;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>Where a ticket's customer writes, as an icon. Each channel has a symbol of its name in icons.svg.</summary>
public static class ChannelBadge
{
    private static readonly Dictionary<Channel, MarkupString> Badges = Enum.GetValues<Channel>()
        .ToDictionary(
            channel => channel,
            channel =>
                HtmlTemplate.From(
                    $"""<span class="channel-badge" title="{channel}" role="img" aria-label="{channel}">{Icon.Of(channel.ToString().ToLowerInvariant(), "small")}</span>"""));

    /// <summary>The badge; a stored value that is not known here has no symbol and is drawn as it is.</summary>
    public static MarkupString Of(Channel channel) => Badges.TryGetValue(channel, out var badge)
        ? badge
        : HtmlTemplate.From($"""<span class="channel-badge" title="{channel}">{channel}</span>""");
}
