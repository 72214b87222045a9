using Ensoras.Domain.Search;

namespace Ensoras.Tests.Search;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Größe Łódź Encyclopædia Œuvre Ærø", "grosse lodz encyclopaedia oeuvre aero")]
    [InlineData("na\u00EFve CAFE\u0301 u\u0308ber", "naive cafe uber")]
    [InlineData("ﬁt ＡＢＣ１２ ｶﾞｽ", "fit abc12 ガス ス")]
    [InlineData("İstanbul ılık ΣΟΦΟΣ", "istanbul ilik σοφοσ")]
    [InlineData("हिन्दी में पार्सल", "हिन्दी में पार्सल")]
    [InlineData("٤٢ ４２", "42 42")]
    [InlineData("soft\u00ADhyphen zero\u200Bwidth", "softhyphen zerowidth")]
    [InlineData("Mira's don’t O’Brien", "mira don o brien")]
    public void Case_width_accents_and_ligatures_are_folded(string text, string words) =>
        Assert.Equal(words, string.Join(' ', Words.Of(text).Select(word => word.Folded)));

    [Theory]
    [InlineData("1.7 litres", "1.7 litres")]
    [InlineData("1,7 l", "1.7 l")]
    [InlineData("4,000 mm and 4.000 mm", "4000 mm and 4000 mm")]
    [InlineData("1,234.50 or 1.234,50", "1234.50 or 1234.50")]
    [InlineData("7 pots and 1 bag.", "7 pots and 1 bag")]
    [InlineData("v1.7.2, 250ml", "v1.7.2 250ml")]
    [InlineData("27.11.2026", "27.11.2026")]
    public void A_number_is_one_word_however_it_is_set(string text, string words) =>
        Assert.Equal(words, string.Join(' ', Words.Of(text).Select(word => word.Folded)));

    [Theory]
    [InlineData("無料配送", "無料 料配 配送 送")]
    [InlineData("พัสดุ", "พั ัส สด ดุ ุ")]
    [InlineData("iPhone充電器", "iphone 充電 電器 器")]
    public void Where_a_script_has_no_spaces_neighbours_are_paired(string text, string words) =>
        Assert.Equal(words, string.Join(' ', Words.Of(text).Select(word => word.Folded)));

    [Fact]
    public void A_word_says_where_it_stands_in_the_text_as_it_was_written()
    {
        const string text = "Ein cafe\u0301, bitte";

        var word = Words.Of(text).ElementAt(1);

        Assert.Equal(("cafe\u0301", "cafe", text.IndexOf("cafe", StringComparison.Ordinal)),
            (word.Text, word.Folded, word.Start));
    }

    [Theory]
    [InlineData("\uD83D")]
    [InlineData("a\uDC00b \uD83D\uDE00 c")]
    [InlineData("")]
    public void Half_a_character_and_an_emoji_are_no_words(string text) =>
        Assert.All(Words.Of(text), word => Assert.True(word.Folded.All(char.IsAsciiLetter)));

    [Theory]
    [InlineData("send")]
    [InlineData("wrong")]
    [InlineData("back")]
    [InlineData("receive")]
    [InlineData("different")]
    [InlineData("new")]
    [InlineData("long")]
    public void What_a_question_is_about_is_no_stop_word(string word) => Assert.False(StopWords.Contains(word));

    [Theory]
    [InlineData("42", 42)]
    [InlineData(" #42 ", 42)]
    [InlineData("Re: Broken tent [#42]", 42)]
    [InlineData("AW: Fwd: #42", 42)]
    [InlineData("42 pegs", null)]
    [InlineData("#1234567890123", null)]
    public void A_tickets_number_is_recognized(string text, int? number) =>
        Assert.Equal(number, SearchQuery.Read(text).Number);

    [Fact]
    public void Words_beyond_the_tenth_are_said_to_be_left_out()
    {
        Assert.True(SearchQuery.Read("one two three four five six seven eight nine ten eleven").IsCut);
        Assert.False(SearchQuery.Read("one two three four five six seven eight nine ten").IsCut);
    }
}
