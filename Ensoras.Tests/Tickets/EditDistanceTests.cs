using System.Diagnostics;
using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Tickets;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("Käse 🧀", "Käse", 3)]
    public void Known_distances(string before, string after, int expected) =>
        Assert.Equal(expected, EditDistance.Between(before, after));

    [Fact]
    public void It_agrees_with_the_textbook_on_random_texts_of_every_length_around_a_machine_word()
    {
        var chance = new Random(7);
        for (var round = 0; round < 1_500; round++)
        {
            var before = Text(chance, chance.Next(round % 3 == 0 ? 200 : 70));
            var after = chance.Next(2) == 0 ? Text(chance, chance.Next(150)) : Changed(before, chance);
            Assert.True(Textbook(before, after) == EditDistance.Between(before, after), $"“{before}” → “{after}”");
        }
    }

    [Fact]
    public void The_longest_message_is_measured_quickly()
    {
        var chance = new Random(8);
        var before = Text(chance, Vocabulary.MaxMessageLength);
        var after = Text(chance, Vocabulary.MaxMessageLength);
        var clock = Stopwatch.StartNew();

        var distance = EditDistance.Between(before, after);

        Assert.InRange(distance, 1, Vocabulary.MaxMessageLength);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"It took {clock.Elapsed}.");
    }

    private static string Text(Random chance, int length) => string.Create(length, chance, (letters, random) =>
    {
        foreach (ref var letter in letters)
        {
            letter = (char)('a' + random.Next(4));
        }
    });

    private static string Changed(string text, Random chance)
    {
        var letters = text.ToList();
        for (var change = chance.Next(6); change > 0; change--)
        {
            letters.Insert(chance.Next(letters.Count + 1), 'x');
            letters.RemoveAt(chance.Next(letters.Count));
        }

        return new string([.. letters]);
    }

    private static int Textbook(string before, string after)
    {
        var row = Enumerable.Range(0, after.Length + 1).ToArray();
        for (var left = 1; left <= before.Length; left++)
        {
            var diagonal = row[0];
            row[0] = left;
            for (var right = 1; right <= after.Length; right++)
            {
                var changed = diagonal + (before[left - 1] == after[right - 1] ? 0 : 1);
                diagonal = row[right];
                row[right] = Math.Min(changed, Math.Min(row[right], row[right - 1]) + 1);
            }
        }

        return row[after.Length];
    }
}
