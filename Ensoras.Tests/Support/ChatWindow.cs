using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Support;

/// <summary>The chat on a website, as its visitor has it open in a browser.</summary>
public sealed class ChatWindow
{
    private readonly IPage _page;
    private readonly IFrameLocator _chat;

    private ChatWindow(IPage page)
    {
        _page = page;
        _chat = page.FrameLocator("iframe[title=Chat]");
    }

    /// <summary>What the desk said, without the greeting.</summary>
    public ILocator Answers => _chat.Locator(".message:not(.customer, .greeting)");

    /// <summary>Opens the page of the made-up shop and its chat.</summary>
    public static async Task<ChatWindow> OpenAsync(IPage page)
    {
        await page.GotoAsync("/widget/try");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open chat" }).ClickAsync();
        return new ChatWindow(page);
    }

    /// <summary>Opens a page of somebody's own site with the chat on it.</summary>
    /// <param name="settings">What the site says in <c>window.ensoras</c>.</param>
    /// <param name="language">The language of the page.</param>
    public static async Task<ChatWindow> OpenAsync(IPage page, object settings, string language = "en")
    {
        await GoAsync(page, settings, language);

        // By the site's own call: a chat that was open on the page before is open already.
        await page.Locator("ensoras-chat").EvaluateAsync("chat => chat.controls.open()");
        var chat = new ChatWindow(page);
        await Expect(chat.Greeting).ToBeVisibleAsync();
        return chat;
    }

    /// <summary>The same with the chat closed.</summary>
    public static async Task GoAsync(IPage page, object settings, string language = "en")
    {
        await page.UnrouteAsync("**/shop");
        await page.RouteAsync(
            "**/shop",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        ContentType = "text/html; charset=utf-8",
                        Body = $"""
                        <!doctype html><html lang="{language}"><title>Shop</title><link rel="icon" href="data:,"><main><h1>Shop</h1></main>
                        <script>window.ensoras = {System.Text.Json.JsonSerializer.Serialize(
                            settings,
                            System.Text.Json.JsonSerializerOptions.Web)};</script>
                        <script src="/widget/loader.js" async></script></html>
                        """,
                    }));
        await page.GotoAsync("/shop");
    }

    /// <summary>The chat that is open on a page already.</summary>
    public static ChatWindow On(IPage page) => new(page);

    public ILocator Greeting => _chat.Locator(".greeting");

    /// <summary>What is written, and where a message is written.</summary>
    public ILocator Messages => _chat.Locator(".message:not(.greeting)");

    public ILocator Words => _chat.Locator("#words");

    /// <summary>The question whether the conversation from before signing in continues.</summary>
    public ILocator Question => _chat.Locator("#takeover");

    /// <summary>Whatever else the chat shows.</summary>
    public ILocator Part(string selector) => _chat.Locator(selector);

    public async Task SendAsync(string text)
    {
        await Words.FillAsync(text);
        await Words.PressAsync("Enter");
    }

    public async Task SayAsync(string text)
    {
        await _chat.GetByLabel("Message", new() { Exact = true }).FillAsync(text);
        await _page.Keyboard.PressAsync("Enter");
        await Expect(_chat.Locator(".message.customer").Last).ToContainTextAsync(text);
    }

    public ILocator Text(string text) => _chat.GetByText(text);

    /// <summary>
    /// Notes from now on who is shown as typing, however short: read it with <see cref="TypedAsync"/>.
    /// </summary>
    public Task WatchTypingAsync() =>
        _chat
            .Locator("#typing")
            .EvaluateAsync(
                "line => { const seen = window.typed = []; new MutationObserver(() => { if (!line.hidden) "
                    + "seen.push(line.textContent.trim()); }).observe(line, { attributes: true, childList: true, "
                    + "subtree: true }); }");

    public Task<string[]> TypedAsync() => _chat.Locator("#typing").EvaluateAsync<string[]>("() => window.typed");
}
