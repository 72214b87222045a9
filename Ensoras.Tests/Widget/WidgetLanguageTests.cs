using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ensoras.Tests.Support;
using Ensoras.Web.Widget;

namespace Ensoras.Tests.Widget;

/// <summary>Which language the chat speaks, and that the server speaks it too.</summary>
public sealed partial class WidgetLanguageTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("DE_at,de-ch", "de")]
    [InlineData("fr, de-AT;q=0.8, en", "de")]
    [InlineData("fr,it", "en")]
    [InlineData("den,entirely", "en")]
    [InlineData("*;q=0.1", "en")]
    [InlineData("ar-XB", "ar-xb")]
    [InlineData("<script>,\u0000,;;;,de", "de")]
    public void The_first_language_that_the_chat_speaks_is_chosen(string? asked, string language) =>
        Assert.Equal(language, WidgetLanguages.Best(asked));

    [Fact]
    public void The_made_up_language_is_longer_and_leaves_placeholders_alone()
    {
        var text = Pseudo.Of("Remove {name} now");

        Assert.Contains("{name}", text, StringComparison.Ordinal);
        Assert.True(text.Length > "Remove {name} now".Length * 1.3);
        Assert.DoesNotContain("now", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_come_as_one_file_per_language_that_the_browser_keeps()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);

        using var german = await host.Http.GetAsync(new Uri("text?languages=fr,de-AT", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, "text?languages=de");
        again.Headers.IfNoneMatch.Add(german.Headers.ETag!);
        using var unchanged = await host.Http.SendAsync(again);
        var mirrored = await host.Http.GetFromJsonAsync<JsonElement>("text?languages=ar-xb");

        var file = await german.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ("de", "ltr"),
            (file.GetProperty("language").GetString(), file.GetProperty("direction").GetString()));
        Assert.Equal("Chat öffnen", file.GetProperty("texts").GetProperty("openChat").GetString());
        Assert.True(german.Headers.CacheControl is { NoStore: false, NoCache: true });
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal("rtl", mirrored.GetProperty("direction").GetString());
    }

    [Fact]
    public async Task What_goes_wrong_is_said_in_the_visitors_language()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        using var request = new HttpRequestMessage(HttpMethod.Get, "session");
        request.Headers.AcceptLanguage.ParseAdd("de-AT, en;q=0.5");

        using var response = await host.Http.SendAsync(request);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith(
            "Dieser Chat ist abgelaufen.",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_greeting_is_in_the_visitors_language_and_the_projects_own_as_it_was_written()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);

        Assert.Equal("Hallo! Wie können wir helfen?", await GreetingAsync(host));
        await using (var db = await host.OpenDbAsync())
        {
            db.Projects.Single().Greeting = "Ahoy!";
            await db.SaveChangesAsync();
        }

        Assert.Equal("Ahoy!", await GreetingAsync(host));
    }

    private static async Task<string?> GreetingAsync(WidgetHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"projects/{host.Project.PublicKey}");
        request.Headers.AcceptLanguage.ParseAdd("de");
        using var response = await host.Http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("greeting").GetString();
    }
}
