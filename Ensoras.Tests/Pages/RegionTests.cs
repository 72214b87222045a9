using Bunit;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Ensoras.Tests.Pages;

public sealed class RegionTests : PageTest
{
    [Fact]
    public async Task An_error_stays_in_its_region_which_can_be_tried_again()
    {
        var region = Render<Region>(parameters => parameters.AddChildContent<Fragile>());
        Assert.Equal("fine", region.Find("p").TextContent);

        await region.Find("button").ClickAsync();
        Assert.Contains(
            "This part of the page couldn’t be shown.",
            region.Find("[role=alert]").TextContent,
            StringComparison.Ordinal);

        await region.Find(".region-failed button").ClickAsync();
        Assert.Equal("fine", region.Find("p").TextContent);
    }

    private sealed class Fragile : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, "<p>fine</p>");
            builder.OpenElement(1, "button");
            builder.AddAttribute(
                2,
                "onclick",
                EventCallback.Factory.Create(this, () => throw new InvalidOperationException("broken")));
            builder.CloseElement();
        }
    }
}
