using System.Text.Json;

using Ensoras.Domain.Tools;

namespace Ensoras.Domain.Sample;

/// <summary>Sends an order that has not been packed to another address.</summary>
public sealed class ChangeAddress(SampleShop shop)
    : OrderTool("change_address", "Changes where an order is delivered, as long as it has not been packed.")
{
    public override JsonElement ArgumentSchema { get; } = JsonSerializer.Deserialize<JsonElement>(
        """
        {"type":"object","properties":{"order":{"type":"string","description":"The order's number"},
        "address":{"type":"string","description":"Street, number and town"}},"required":["order","address"]}
        """);

    protected override string Run(string order, JsonElement arguments)
    {
        var (found, address) = (shop.Find(order), arguments.GetProperty("address").GetString()!.Trim());
        if (found.Sealed)
        {
            throw new ToolFailedException(
                $"Order {found.Number} is packed already and goes to {shop.AddressOf(found)}. The address can no "
                    + "longer be changed.");
        }

        shop.Move(found, address);
        return $"Order {found.Number} now goes to {address}.";
    }
}
