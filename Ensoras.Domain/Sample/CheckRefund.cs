using System.Text.Json;

namespace Ensoras.Domain.Sample;

/// <summary>Says whether an order was refunded.</summary>
public sealed class CheckRefund(SampleShop shop)
    : OrderTool("check_refund", "Says whether and when an order was refunded.")
{
    protected override string Run(string order, JsonElement arguments)
    {
        var found = shop.Find(order);
        return found.Refund ?? $"No refund was started for order {found.Number}.";
    }
}
