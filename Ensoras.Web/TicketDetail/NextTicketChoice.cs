using Ensoras.Domain.People;

namespace Ensoras.Web.TicketDetail;

/// <summary>
/// Whether this circuit's person wants the next ticket after a decision; on unless they turned it off.
/// </summary>
public sealed class NextTicketChoice(Preferences preferences)
{
    private const string Key = "next ticket";
    private bool? _isOn;

    public bool IsOn => _isOn ?? true;

    public async Task ReadAsync(Guid agentId, CancellationToken cancellationToken) =>
        _isOn ??= await preferences.ReadAsync(agentId, Key, cancellationToken) is not "no";

    public async Task SetAsync(Guid agentId, bool isOn, CancellationToken cancellationToken)
    {
        _isOn = isOn;
        await preferences.SaveAsync(agentId, Key, isOn ? "yes" : "no", cancellationToken);
    }
}
