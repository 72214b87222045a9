using Bunit;
using Ensoras.Domain.Live;
using Ensoras.Tests.Support;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Components.Rendering;

namespace Ensoras.Tests.Pages;

/// <summary>A screen that learns what to follow by its first read, such as a ticket's by the number.</summary>
public sealed class LateFollowingTests : PageTest
{
    [Fact]
    public void What_changed_between_the_first_read_and_following_is_shown()
    {
        var page = Render<Late>(parameters => parameters.AddCascadingValue(ViewerOf(World.Jonas)));

        page.WaitForAssertion(() => Assert.Equal("changed", page.Find("b").TextContent));
        Assert.Equal(2, page.Instance.Reads);
    }

    private sealed class Late : LiveComponent
    {
        private readonly LiveScope _scope = LiveScope.Ticket(Guid.CreateVersion7());
        private string _stored = "first";
        private string? _shown;

        public int Reads { get; private set; }

        protected override IReadOnlyCollection<LiveScope> Watch() => _shown is null ? [] : [_scope];

        protected override Task ReadAsync(CancellationToken cancellationToken)
        {
            _shown = _stored;
            if (Reads++ == 0)
            {
                _stored = "changed";
                Live.Publish(_scope);
            }

            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "b");
            builder.AddContent(1, _shown);
            builder.CloseElement();
        }
    }
}
