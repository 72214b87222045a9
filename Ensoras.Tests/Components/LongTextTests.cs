using System.Text.RegularExpressions;
using Bunit;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;

namespace Ensoras.Tests.Components;

public sealed partial class LongTextTests : BunitContext
{
    [Fact]
    public async Task A_text_longer_than_a_message_to_the_server_is_read_whole()
    {
        var text = new string('漢', 100_000);
        var field = Open(200_000, text);

        Assert.Equal(text, await field.InvokeAsync(() => field.Instance.ReadAsync()));
    }

    [Fact]
    public async Task A_text_beyond_the_limit_is_refused_with_its_length_and_not_fetched()
    {
        var field = Open(300, new string('x', 301));

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            field.InvokeAsync(() => field.Instance.ReadAsync()));

        Assert.Equal("The text has 301 characters; at most 300 can be saved. Shorten it.", refusal.Message);
        Assert.DoesNotContain(JSInterop.Invocations, call => call.Identifier == "bytesOf");
    }

    [Fact]
    public async Task What_is_empty_is_read_as_empty()
    {
        var field = Open(300, "");

        Assert.Equal("", await field.InvokeAsync(() => field.Instance.ReadAsync()));
    }

    /// <summary>A field without a limit takes a text that breaks the connection, and with it what was typed.</summary>
    [Fact]
    public void Every_field_of_the_desk_has_a_limit_or_is_read_in_pieces()
    {
        var web = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "Ensoras.Web"));
        var unlimited = Directory
            .EnumerateFiles(web, "*.razor", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal))
            .Where(file =>
                Path.GetFileName(file)
                    is not ("LongText.razor" or "ReplyComposer.razor" or "DraftEditor.razor" or "CopyBox.razor"))
            .SelectMany(file => Fields().Matches(File.ReadAllText(file)).Select(match => (file, match.Value)))
            .Where(field =>
                !field.Value.Contains("maxlength", StringComparison.OrdinalIgnoreCase)
                && !Others().IsMatch(field.Value))
            .Select(field => $"{Path.GetFileName(field.file)}: {field.Value}");

        Assert.Empty(unlimited);
    }

    private IRenderedComponent<LongText> Open(int maxLength, string typed)
    {
        TypedText.Is(TypedText.Script(JSInterop), typed);
        return Render<LongText>(parameters => parameters.Add(field => field.MaxLength, maxLength));
    }

    [GeneratedRegex("<(textarea|input|MudTextField)\\b(?:[^>]|=>)*>")]
    private static partial Regex Fields();

    [GeneratedRegex("type=\"(checkbox|radio|hidden|number|date|datetime-local|file)\"|InputType\\.Date\\b|readonly")]
    private static partial Regex Others();
}
