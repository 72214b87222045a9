using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Tickets;

public sealed class AttachmentNameTests
{
    [Theory]
    [InlineData("invoice 2026.pdf", "invoice 2026.pdf")]
    [InlineData("Größe_日本語 👩‍🚀.png", "Größe_日本語 👩‍🚀.png")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\mira\photo.jpg", "photo.jpg")]
    [InlineData("a\u0000b\r\nc\td.txt", "abcd.txt")]
    [InlineData("gpj.\u202Eexe.txt", "gpj.exe.txt")]
    [InlineData("\u2066left\u2069\u200F\uFEFF.txt", "left.txt")]
    [InlineData("<img src=x onerror=\"a\">?*|:.txt", "img src=x onerror=a.txt")]
    [InlineData("half\uD83D.txt", "half.txt")]
    [InlineData("ends in dots. . .", "ends in dots")]
    [InlineData("CON", "_CON")]
    [InlineData("nul.txt", "_nul.txt")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData("...", "file")]
    [InlineData("\u202E/", "file")]
    public void A_hostile_name_becomes_a_harmless_one_and_a_good_one_stays(string? name, string expected) =>
        Assert.Equal(expected, AttachmentName.Clean(name));

    [Fact]
    public void A_long_name_is_shortened_and_keeps_its_ending()
    {
        var name = AttachmentName.Clean(new string('a', 5000) + ".tar.gz");

        Assert.True(name.Length <= AttachmentName.Longest);
        Assert.EndsWith("a.gz", name, StringComparison.Ordinal);
        Assert.True(AttachmentName.Clean(string.Concat(Enumerable.Repeat("😀", 300))).Length <= AttachmentName.Longest);
        Assert.True(AttachmentName.Clean("CON." + new string('a', 300)).Length <= AttachmentName.Longest);
    }
}
