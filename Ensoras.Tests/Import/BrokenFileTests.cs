using System.Diagnostics;
using System.Text;
using Ensoras.Domain.Import;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Ensoras.Tests.Import.ImportedFile;

namespace Ensoras.Tests.Import;

/// <summary>
/// Whatever a file holds, each item is read by itself: it costs itself at most, and the report says where and why.
/// </summary>
public sealed class BrokenFileTests
{
    [Theory, OnEveryDatabase]
    public async Task Half_a_character_is_replaced_and_said(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var report = await world.ImportAsync(
            $$"""[{{Conversation("1", "ok \\ud83d")}}, {{Conversation("2", "\\udd0d \\\\ud83d \\ud83c\\udf35")}}, {{Conversation("3")}}]""");

        Assert.Equal(new ImportProgress(3, 3, 0, 0), report.Count);
        Assert.Equal(
            ["Item 1: half of a character was replaced by �.", "Item 2: half of a character was replaced by �."],
            report.Notes.Select(line => line.ToString()));
        await using var db = await world.OpenDbAsync();
        Assert.Equal(
            ["Hello", "ok �", "� \\ud83d 🌵"],
            (await db.Messages.Select(message => message.Body).ToListAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_property_given_twice_skips_its_item()
    {
        await using var world = await World.CreateAsync();

        var report = await world.ImportAsync(
            $$"""
            [{{Conversation("1")}},
             {"id": "2", "customer": "Rosa", "subject": "A", "subject": "B", "messages": [{"sender": "customer", "text": "x"}]},
             {"id": "3", "customer": "Rosa", "subject": "A", "messages": [{"sender": "customer", "sender": "agent", "text": "x"}]},
             {{Conversation("4")}}]
            """);

        Assert.Equal(new ImportProgress(4, 2, 0, 2), report.Count);
        Assert.Equal(
            ["Item 2: “subject” appears twice.", "Item 3: “messages[1].sender” appears twice."],
            report.Skips.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData(
        "windows-1252",
        false,
        "The file is not UTF-8; it was read as Windows-1252. Check the letters with accents.")]
    [InlineData("utf-16", true, "The file was read as UTF-16.")]
    [InlineData("utf-16", false, "The file was read as UTF-16.")]
    [InlineData("utf-16BE", true, "The file was read as UTF-16.")]
    [InlineData("utf-8", true, null)]
    [InlineData("utf-8", false, null)]
    public async Task The_encoding_is_found_out(string name, bool withMark, string? note)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        await using var world = await World.CreateAsync();

        var report = await world.ImportAsync([
            .. withMark ? encoding.GetPreamble() : [],
            .. encoding.GetBytes($"[{Conversation("1", "Zürich – £5 für Café")}]"),
        ]);

        Assert.Equal((1, note), (report.Count.Added, report.Notes.SingleOrDefault()?.ToString()));
        await using var db = await world.OpenDbAsync();
        Assert.Equal("Zürich – £5 für Café", (await db.Messages.SingleAsync()).Body);
    }

    [Fact]
    public async Task A_damaged_byte_in_a_UTF8_file_costs_one_letter()
    {
        await using var world = await World.CreateAsync();
        var file = Encoding.UTF8.GetBytes($"[{Conversation("1", "é é é é #")}, {Conversation("2", "é")}]");
        file[Array.IndexOf(file, (byte)'#')] = 0xFC;

        var report = await world.ImportAsync(file);

        Assert.Equal(
            (2, "Item 1: bytes that are not UTF-8 were replaced by �."),
            (report.Count.Added, report.Notes.Single().ToString()));
    }

    [Fact]
    public async Task UTF32_is_refused_by_name()
    {
        await using var world = await World.CreateAsync();

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ImportAsync([.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("[]")]));

        Assert.Contains("UTF-32", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_of_no_kind_and_of_two_kinds_stand_beside_each_other()
    {
        await using var world = await World.CreateAsync();

        var report = await world.ImportAsync(
            $$"""[{"foo": 1}, {{Conversation("1")}}, {"product": "Helmet", "page": 1, "text": "Put it on."}, nonsense, {"a": }, "text", null]""");

        Assert.Equal((new ImportProgress(7, 2, 0, 5), "items"), (report.Count, report.What.ToString()));
        Assert.Equal("Item 1: it is none of: conversations, manual pages.", report.Skips[0].ToString());
        Assert.StartsWith("Item 4: it is not JSON", report.Skips[1].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Item 5: it is not JSON", report.Skips[2].ToString(), StringComparison.Ordinal);
        Assert.Equal(["Item 6: it is not an object.", "Item 7: it is not an object."], report.Skips.Skip(3).Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public async Task Brackets_without_end_are_refused_at_once(string bracket)
    {
        await using var world = await World.CreateAsync();
        var deep = string.Concat(Enumerable.Repeat(bracket, 300_000));
        var closed = deep + "1" + new string(bracket is "[" ? ']' : '}', 300_000);
        var started = Stopwatch.GetTimestamp();

        var report = await world.ImportAsync($"[{closed}, {Conversation("1")}]");
        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() => world.ImportAsync(deep));

        Assert.Equal(
            (new ImportProgress(2, 1, 0, 1), "Item 1: it is nested more than 32 levels deep."),
            (report.Count, report.Skips.Single().ToString()));
        Assert.Contains("JSON", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_conversation_of_20_000_messages_is_refused_at_once_and_one_of_2_000_is_imported()
    {
        await using var world = await World.CreateAsync();
        var started = Stopwatch.GetTimestamp();

        var report = await world.ImportAsync($"[{Of("1", 20_000)}, {Of("2", 2_000)}]");

        Assert.Equal(
            (new ImportProgress(2, 1, 0, 1), "Item 1: it has 20,000 messages; at most 5,000 can be imported."),
            (report.Count, report.Skips.Single().ToString()));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));

        static string Of(string id, int count) =>
            $$"""{"id": "{{id}}", "customer": "Lina", "subject": "Long", "messages": [{{string.Join(',', Enumerable.Range(1, count).Select(number => $$"""{"sender": "{{(number % 2 == 1 ? "customer" : "agent")}}", "text": "{{number}}"}"""))}}]}""";
    }

    [Fact]
    public async Task One_that_cannot_be_stored_leaves_the_others_of_its_batch()
    {
        await using var world = await World.CreateAsync();
        await using (var db = await world.OpenDbAsync())
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER refuse BEFORE INSERT ON Tickets WHEN NEW.ImportKey = 'conversation:2' BEGIN SELECT "
                    + "RAISE(ABORT, 'refused'); END");
        }

        var report = await world.ImportAsync($"[{Conversation("1")}, {Conversation("2")}, {Conversation("3")}]");

        Assert.Equal(
            (new ImportProgress(3, 2, 0, 1), "Item 2: it could not be stored."),
            (report.Count, report.Skips.Single().ToString()));
    }
}
