using Ensoras.Domain.Rendering;

namespace Ensoras.Tests.Rendering;

public sealed class RenderedTextTests
{
    [Fact]
    public void A_text_is_rendered_once_for_everybody_and_again_when_it_changes()
    {
        const string text = "A **text** that no other test renders.";

        var first = RenderedText.Of(Sender.Ensoras, text);

        Assert.Same(first, RenderedText.Of(Sender.Agent, new string(text.AsSpan())));
        Assert.NotEqual(first, RenderedText.Of(Sender.Ensoras, text + "!"));
    }

    [Fact]
    public void A_customers_words_are_not_read_as_Markdown() =>
        Assert.Equal(
            ("5*3*2", "<p>5<em>3</em>2</p>\n"),
            (RenderedText.Of(Sender.Customer, "5*3*2"), RenderedText.Of(Sender.Agent, "5*3*2")));
}
