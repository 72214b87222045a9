using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>A picture and a text on their way from an agent's composer to a visitor's disk.</summary>
[Collection(BrowserCollection.Second)]
public sealed class AttachmentJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    private static readonly FilePayload Photo = File("damage photo.png", "image/png", Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4YKCAFTEMLQkAuk5EAekeRxgAAAAASUVORK5CYII="));

    private static readonly FilePayload Text = File(
        "statement.txt",
        "text/plain",
        "What was delivered, line by line."u8.ToArray());

    // A file falls beside the composer, and a picture is pasted into it.
    private const string DropAndPaste = """
        () => {
          const held = (name, type) => { const all = new DataTransfer(); all.items.add(new File(["oops"], name, { type })); return all; };
          document.querySelector(".thread").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: held("dropped.txt", "text/plain") }));
          document.querySelector(".composer-area textarea").dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: held("pasted.png", "image/png") }));
        }
        """;

    [Fact]
    public async Task An_agent_attaches_files_reloads_and_sends_and_the_visitor_sees_and_saves_them()
    {
        var visitor = await NewPersonAsync();
        await visitor.GotoAsync("/widget/try");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Open chat" }).ClickAsync();
        var chat = visitor.FrameLocator("iframe[title=Chat]");
        await Expect(chat.Locator(".greeting")).ToBeVisibleAsync(); // the chat has begun
        var question = chat.GetByLabel("Message", new() { Exact = true });
        await chat.Locator("#picker").SetInputFilesAsync([File("broken box.png", "image/png", Photo.Buffer)]);
        await Expect(chat.GetByRole(AriaRole.Button, new() { Name = "Remove broken box.png" })).ToBeVisibleAsync();
        await question.FillAsync("The box is broken.");
        await question.PressAsync("Enter");
        await Expect(chat.Locator(".message.customer .meta time")).ToBeVisibleAsync();

        var agent = await NewPersonAsync(Role.Agent);
        await OpenAsync(agent, "/tickets/1");
        var (picker, tray, words) = (
            agent.Locator("attachment-tray input[type=file]"),
            agent.Locator("attachment-tray"),
            agent.Locator(".composer-area textarea"));
        await Expect(agent.GetByRole(AriaRole.Img, new() { Name = "broken box.png" })).ToBeVisibleAsync();
        await words.FillAsync("Both are here.");
        await picker.SetInputFilesAsync([
            Photo,
            Text,
            File("empty.txt", "text/plain", []),
            File("film.mov", "video/quicktime", new byte[11 * 1024 * 1024]),
        ]);
        await Expect(tray.GetByText("“empty.txt” is empty (0 bytes), so there is nothing to attach."))
            .ToBeVisibleAsync();
        await Expect(tray.GetByText("“film.mov” is larger than 10 MB")).ToBeVisibleAsync();
        await Expect(words).ToHaveValueAsync("Both are here.");
        await Expect(tray.Locator(".attachment:not(:has(progress))")).ToHaveCountAsync(2);
        await agent.EvaluateAsync(DropAndPaste);
        await Expect(tray.Locator(".attachment:not(:has(progress))")).ToHaveCountAsync(4);
        await agent.GetByRole(AriaRole.Button, new() { Name = "Remove dropped.txt" }).ClickAsync();
        await agent.GetByRole(AriaRole.Button, new() { Name = "Remove pasted.png" }).ClickAsync();

        // A live update and a reload leave both where they are.
        await question.FillAsync("Hello?");
        await question.PressAsync("Enter");
        await Expect(agent.Locator(".message[data-sender=Customer]")).ToHaveCountAsync(2);
        await Expect(tray.Locator(".attachment")).ToHaveCountAsync(2);
        await OpenAsync(agent, "/tickets/1");
        await Expect(tray.Locator(".attachment")).ToContainTextAsync(["damage photo.png", "statement.txt"]);
        await Expect(words).ToHaveValueAsync("Both are here.");
        await words.FocusAsync();
        await agent.Keyboard.PressAsync("Shift+Enter");
        await agent.GetByRole(AriaRole.Button, new() { Name = "Send anyway" }).ClickAsync();

        var sent = agent.Locator(".message[data-sender=Agent]");
        await Expect(sent.GetByRole(AriaRole.Img, new() { Name = "damage photo.png" })).ToBeVisibleAsync();
        await Expect(sent.Locator("a.attachment")).ToContainTextAsync("statement.txt");
        await Expect(tray.Locator(".attachment")).ToHaveCountAsync(0);
        await Expect(words).ToHaveValueAsync("");

        var picture = chat.GetByRole(AriaRole.Img, new() { Name = "damage photo.png" });
        await Expect(picture).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("^blob:"));
        await Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 8);
        var saving = visitor.WaitForDownloadAsync();
        await chat.GetByRole(AriaRole.Button, new() { Name = "statement.txt" }).ClickAsync();
        var saved = await saving;
        Assert.Equal("statement.txt", saved.SuggestedFilename);
        Assert.Equal(
            "What was delivered, line by line.",
            await System.IO.File.ReadAllTextAsync(await saved.PathAsync()));

        Assert.Empty(await Accessibility.ViolationsAsync(agent));
        await using var db = await Desk.OpenDbAsync();
        Assert.Equal(
            ["damage photo.png", "statement.txt"],
            await db
                .Attachments.Where(file => file.UploadedById == Desk[Role.Agent].Id)
                .OrderBy(file => file.Place)
                .Select(file => file.Name)
                .ToListAsync());
    }

    private static FilePayload File(string name, string mediaType, byte[] bytes) =>
        new()
        {
            Name = name,
            MimeType = mediaType,
            Buffer = bytes,
        };
}
