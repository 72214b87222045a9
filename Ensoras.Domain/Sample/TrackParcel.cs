using System.Text.Json;

namespace Ensoras.Domain.Sample;

/// <summary>Says where the parcel of an order is.</summary>
public sealed class TrackParcel(SampleShop shop)
    : OrderTool("track_parcel", "Says where the parcel of an order is and when it will arrive.")
{
    protected override string Run(string order, JsonElement arguments)
    {
        var found = shop.Find(order);
        return $"The parcel of order {found.Number} {found.Parcel}";
    }
}
