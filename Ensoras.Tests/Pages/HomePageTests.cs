using Bunit;
using Ensoras.Web.Shell;

namespace Ensoras.Tests.Pages;

public class HomePageTests : BunitContext
{
    [Fact]
    public void Counts_a_click()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var page = Render<HomePage>();

        page.Find("button").Click();

        page.WaitForAssertion(() => page.Find("[role=status]").MarkupMatches("<p role=\"status\">Counted 1 times</p>"));
    }
}
