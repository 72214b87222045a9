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

    public async Task SayAsync(string text)
    {
        await _chat.GetByLabel("Message", new() { Exact = true }).FillAsync(text);
        await _page.Keyboard.PressAsync("Enter");
        await Expect(_chat.Locator(".message.customer").Last).ToContainTextAsync(text);
    }

    public ILocator Text(string text) => _chat.GetByText(text);

    /// <summary>Notes from now on who is shown as typing, however short: read it with <see cref="TypedAsync"/>.</summary>
    public Task WatchTypingAsync() => _chat.Locator("#typing").EvaluateAsync(
        "line => { const seen = window.typed = []; new MutationObserver(() => { if (!line.hidden) seen.push(line.textContent.trim()); }).observe(line, { attributes: true, childList: true, subtree: true }); }");

    public Task<string[]> TypedAsync() => _chat.Locator("#typing").EvaluateAsync<string[]>("() => window.typed");
}
