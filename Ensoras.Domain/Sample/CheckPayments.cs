using System.Text.Json;

namespace Ensoras.Domain.Sample;

/// <summary>Says what was collected for an order.</summary>
public sealed class CheckPayments(SampleShop shop)
    : OrderTool("check_payments", "Says which payments were collected for an order.")
{
    protected override string Run(string order, JsonElement arguments) => shop.Find(order).Payments;
}
