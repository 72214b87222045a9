using System.Globalization;
using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Core;

/// <summary>What is said to people is stored by its key and read in each reader's language.</summary>
public class SentenceTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de");

    [Fact]
    public void Each_reader_has_it_in_their_language()
    {
        var sentence = Sentence.Of(
            "Tickets.StatusChanged", "Priya", TicketStatus.AwaitingAgent, TicketStatus.Resolved);

        Assert.Equal("Priya changed the status from Awaiting Agent to Resolved.", sentence.In(English));
        Assert.Equal(
            "Priya hat den Status von „Wartet auf Mitarbeiter“ auf „Gelöst“ geändert.",
            sentence.In(CultureInfo.GetCultureInfo("de-AT")));
    }

    [Fact]
    public void What_was_stored_says_the_same()
    {
        var due = new DateTimeOffset(2026, 3, 2, 9, 5, 0, TimeSpan.Zero);
        var inner = Sentence.Of("Tickets.WasDue", due, Sentence.Of("Words.Hours", 3));
        var sentence = Sentence.Of("Tickets.HeldBecause", inner);

        var read = SentenceJson.Read(SentenceJson.Write(sentence));

        Assert.Equal(sentence, read);
        Assert.Equal(
            "A scheduled reply was not sent: it was due on 2 March, 09:05 UTC, 3 hours ago. Send it now or cancel it.",
            read.In(English));
        Assert.Contains(
            "am 2. März, 09:05 UTC fällig, das ist 3 Stunden her", read.In(German), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 ticket", "1 Ticket")]
    [InlineData(1_200, "1,200 tickets", "1.200 Tickets")]
    public void It_counts_as_the_language_does(int count, string english, string german)
    {
        var sentence = SentenceJson.Read(SentenceJson.Write(Sentence.Of("Words.Tickets", count)));

        Assert.Equal((english, german), (sentence.In(English), sentence.In(German)));
    }

    [Fact]
    public void Somebodys_own_words_stay_as_they_are_also_with_braces()
    {
        var words = Sentence.Verbatim("Too {long}, [\"really\"]");

        Assert.Equal("Too {long}, [\"really\"]", SentenceJson.Read(SentenceJson.Write(words)).In(German));
        Assert.Equal(words, SentenceJson.Read(SentenceJson.Write(words)));
        Assert.NotEqual(words, Sentence.Verbatim("Too long"));
    }

    [Fact]
    public void A_stored_sentence_that_is_no_longer_known_says_what_it_was_about()
    {
        Assert.Equal("Priya · 3", Sentence.Of("Tickets.FromAnotherVersion", "Priya", 3).In(English));
    }

    [Fact]
    public void A_refusal_is_read_in_the_language_of_where_it_is_shown()
    {
        var refusal = Assert.Throws<RuleBrokenException>(() => Ticket.CleanTag("#"));
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = German;
            Assert.Equal("Ein Tag braucht mindestens einen Buchstaben.", refusal.Message);
            CultureInfo.CurrentUICulture = English;
            Assert.Equal("A tag needs at least one letter.", refusal.Message);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Every_bulk_change_has_all_of_its_sentences()
    {
        BulkChange[] all =
        [
            BulkChange.Close, BulkChange.Reopen, BulkChange.UndoClose, BulkChange.Approve, BulkChange.Regenerate,
            BulkChange.AssignTo(null, Ticket.Nobody), BulkChange.AssignToTeam(Guid.Empty, "Returns"),
            BulkChange.SetPriority(TicketPriority.Urgent), BulkChange.AddTag("late"), BulkChange.RemoveTag("late"),
        ];

        foreach (var change in all)
        {
            var some = Sentence.Of("Words.Tickets", 3);
            var said = $"{change.Done}{change.Doing(1)}{change.Doing(3)}{change.Wish(some)}";
            Assert.DoesNotContain("·", said, StringComparison.Ordinal);
            Assert.NotEqual(change.Wish(some).In(English), change.Wish(some).In(German));
            Assert.NotEqual(change.Doing(3).In(English), change.Doing(3).In(German));
        }
    }
}
