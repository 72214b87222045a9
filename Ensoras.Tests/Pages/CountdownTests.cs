using Bunit;
using Ensoras.Web.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ensoras.Tests.Pages;

public class CountdownTests : BunitContext
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(1, "1 s")]
    [InlineData(60, "60 s")]
    [InlineData(61, "2 min")]
    [InlineData(3600, "60 min")]
    [InlineData(3601, "1 h 1 min")]
    [InlineData(11_520, "3 h 12 min")]
    [InlineData(172_800, "48 h")]
    public void Says_what_is_left(int seconds, string text) =>
        Assert.Equal(text, Countdown.Text(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Renders_each_minute_and_in_the_last_minute_each_second()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        Services.AddSingleton<TimeProvider>(time).AddSingleton(new Ticker(time, NullLogger<Ticker>.Instance));
        SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
        var countdown = Render<Countdown>(parameters =>
            parameters.Add(shown => shown.To, time.GetUtcNow().AddMinutes(3)));
        Assert.Equal("3 min", countdown.Find("span").TextContent);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, countdown.RenderCount);
        time.Advance(TimeSpan.FromSeconds(1));
        countdown.WaitForAssertion(() => Assert.Equal("2 min", countdown.Find("span").TextContent));
        time.Advance(TimeSpan.FromSeconds(61));
        countdown.WaitForAssertion(() => Assert.Equal("59 s", countdown.Find("span").TextContent));
    }
}
