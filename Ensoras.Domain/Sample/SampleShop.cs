using System.Collections.Concurrent;

using Ensoras.Domain.Tools;

namespace Ensoras.Domain.Sample;

/// <summary>The made-up shop behind the sample desk's tools: a handful of orders, in memory.</summary>
public sealed class SampleShop
{
    private readonly Dictionary<string, SampleContent.Order> _orders = SampleContent
        .Read<SampleContent.Order>("orders")
        .ToDictionary(order => order.Number, StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _newAddresses = new(StringComparer.OrdinalIgnoreCase);

    public SampleShop() =>
        Tools = [new TrackParcel(this), new CheckPayments(this), new CheckRefund(this), new ChangeAddress(this)];

    public IReadOnlyList<ITool> Tools { get; }

    internal SampleContent.Order Find(string number) =>
        _orders.GetValueOrDefault(number.Trim())
        ?? throw new ToolFailedException($"The shop has no order {number.Trim()}. Check the number and run it again.");

    internal string AddressOf(SampleContent.Order order) =>
        _newAddresses.GetValueOrDefault(order.Number, order.Address);

    internal void Move(SampleContent.Order order, string address) => _newAddresses[order.Number] = address;
}
