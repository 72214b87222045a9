using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>What a search finds in every script, by number and by phrase; the same on both databases.</summary>
public sealed class TicketSearchWordsTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task The_number_of_a_ticket_finds_it_first(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var wanted = await world.GivenTicketAsync("Broken tent");
        await world.GivenTicketAsync($"My order {wanted.Number} and more");

        foreach (var text in new[] { $"{wanted.Number}", $"#{wanted.Number}", $"Re: Broken tent [#{wanted.Number}]" })
        {
            Assert.Equal("Broken tent", (await FindAsync(world, text))[0]);
        }

        Assert.Single(await FindAsync(world, $"Re: Broken tent [#{wanted.Number}]"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_script_is_found_as_it_is_typed(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        string[] texts =
        [
            "मेरा पार्सल कहाँ है", "พัสดุของฉันอยู่ที่ไหน", "東京への無料配送について", "我的包裹在哪里", "배송이 늦어요",
            "Die Größe für Łukasz paßt", "La na\u00EFvet\u00E9 du caf\u00E9", "Encyclop\u00E6dia \u00C6r\u00F8",
                "\u0417\u0430\u043A\u0430\u0437 \u0451\u043B\u043A\u0438", "طلبي متأخر",
        ];
        foreach (var text in texts)
        {
            await world.GivenTicketAsync(text);
        }

        foreach (var (typed, found) in new[]
        {
            ("पार्सल", 0), ("मेरा पार्सल", 0), ("ฉัน", 1), ("พัสดุ", 1), ("ไหน", 1), ("配送", 2), ("無料配送", 2), ("送", 2),
                ("て", 2), ("包裹", 3), ("哪里", 3), ("배송", 4),
            ("grosse", 5), ("GRÖSSE", 5), ("lukasz", 5), ("passt", 5), ("naivete", 6), ("cafe\u0301", 6), ("CAFE", 6),
                ("encyclopaedia", 7), ("aero", 7), ("\u0435\u043B\u043A\u0438", 8), ("متأخر", 9),
        })
        {
            Assert.Equal((typed, texts[found]), (typed, Assert.Single(await FindAsync(world, typed))));
        }

        Assert.Empty(await FindAsync(world, "配無"));
        Assert.Empty(await FindAsync(world, "送料"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_typed_without_a_space_stands_together(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenTicketAsync("I got 7 pots and 1 bag");
        await world.GivenTicketAsync("The kettle holds 1.7 litres");
        await world.GivenTicketAsync("Order NT-20931 has not come");

        Assert.Equal(["The kettle holds 1.7 litres"], await FindAsync(world, "1.7"));
        Assert.Equal(["The kettle holds 1.7 litres"], await FindAsync(world, "1,7"));
        Assert.Equal(["I got 7 pots and 1 bag"], await FindAsync(world, "7 pots"));
        Assert.Equal(["Order NT-20931 has not come"], await FindAsync(world, "nt-20931"));
        Assert.Empty(await FindAsync(world, "20931-nt"));
    }

    private static Task<TicketListPage> SearchAsync(World world, string text) =>
        world.List.ReadAllAsync(world.Project.Id, new TicketFilter { Text = text }, null, CancellationToken.None);

    private static async Task<IReadOnlyList<string>> FindAsync(World world, string text) =>
        [.. (await SearchAsync(world, text)).Rows.Select(row => row.Title)];
}
