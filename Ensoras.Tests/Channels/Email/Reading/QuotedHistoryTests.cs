using Ensoras.Domain.Channels.Email.Reading;

namespace Ensoras.Tests.Channels.Email.Reading;

public sealed class QuotedHistoryTests
{
    public static TheoryData<string, string, string> Replies =>
        new()
        {
            {
                "Gmail",
                "Thanks, it came.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Support <support@shop.example> wrote:\n\n> It "
                    + "is on its way.\n>\n> Ada",
                "Thanks, it came."
            },
            {
                "Gmail, attribution over two lines",
                "Yes.\n\nOn Mon, Mar 2, 2026 at 9:00 AM A Very Long Name Of The Support Team "
                    + "<\nsupport@shop.example> wrote:\n\n> Is it?",
                "Yes."
            },
            {
                "Gmail, German",
                "Ja, danke.\n\nAm Mo., 2. März 2026 um 09:00 Uhr schrieb Support <s@shop.example>:\n\n> Ist es da?",
                "Ja, danke."
            },
            {
                "Apple Mail",
                "No.\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 09:00, Support <s@shop.example> wrote:\n> \n> "
                    + "Did it come?",
                "No."
            },
            {
                "Apple Mail, French",
                "Oui.\n\n> Le 2 mars 2026 à 09:00, Support <s@shop.example> a écrit :\n> \n> C'est là ?",
                "Oui."
            },
            {
                "Outlook",
                "Please refund it.\n\nKind regards\nMira\n\n________________________________\nFrom: Support "
                    + "<s@shop.example>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Mira\nSubject: Re: Order\n\nIt is "
                    + "on its way.",
                "Please refund it.\n\nKind regards\nMira"
            },
            {
                "Outlook, German",
                "Bitte erstatten.\n\nVon: Support <s@shop.example>\nGesendet: Montag, 2. März 2026 09:00\nAn: "
                    + "Mira\nBetreff: AW: Bestellung\n\nUnterwegs.",
                "Bitte erstatten."
            },
            {
                "Outlook, old",
                "Yes\n\n-----Original Message-----\nFrom: Support\nSent: Monday\nTo: Mira\nSubject: x\n\nIs it?",
                "Yes"
            },
            {
                "Yahoo",
                "Still waiting.\n\n> On Monday, March 2, 2026 at 09:00:00 AM GMT, Support <s@shop.example> "
                    + "wrote:\n>\n> Soon.",
                "Still waiting."
            },
            {
                "Proton",
                "It works.\n\nSent with Proton Mail secure email.\n\nOn Monday, March 2nd, 2026 at 9:00 AM, Support "
                    + "<s@shop.example> wrote:\n\n> Try again.",
                "It works."
            },
            {
                "bottom reply",
                "On Mon, Mar 2, 2026, Support <s@shop.example> wrote:\n> Is it there?\n\nYes, it is.",
                "Yes, it is."
            },
            {
                "inline reply",
                "On Mon, Mar 2, 2026, Support <s@shop.example> wrote:\n> Which size?\nXL\n> Which colour?\nRed",
                "On Mon, Mar 2, 2026, Support <s@shop.example> wrote:\n> Which size?\nXL\n> Which colour?\nRed"
            },
            { "signature", "Where is it?\n\n-- \nMira Lindqvist\nHead of Tents", "Where is it?" },
            {
                "forward stays",
                "See below.\n\n---------- Forwarded message ---------\nFrom: Carrier <c@parcel.example>\nDate: Mon, "
                    + "Mar 2, 2026\nSubject: Your parcel\n\nIt is lost.",
                "See below.\n\n---------- Forwarded message ---------\nFrom: Carrier <c@parcel.example>\nDate: Mon, "
                    + "Mar 2, 2026\nSubject: Your parcel\n\nIt is lost."
            },
            { "nothing but a quote", "> Is it there?", "> Is it there?" },
            {
                "dashes in a text",
                "The list:\n- boots\n- tent\n-- and a stove",
                "The list:\n- boots\n- tent\n-- and a stove"
            },
            {
                "a sentence that ends in a colon",
                "On Monday I wrote to you about this:\nthe tent leaks",
                "On Monday I wrote to you about this:\nthe tent leaks"
            },
            {
                "from at the start of a line",
                "From: that moment on nothing worked.\nPlease help.",
                "From: that moment on nothing worked.\nPlease help."
            },
        };

    [Theory, MemberData(nameof(Replies))]
    public void What_was_newly_written_is_kept_and_nothing_else(string program, string text, string expected) =>
        Assert.Equal((program, expected), (program, QuotedHistory.Fold(text)));

    [Theory]
    [InlineData("> ")]
    [InlineData("On x wrote:\n")]
    [InlineData("From: a\nSent: b\nSubject: c\n")]
    [InlineData("-- \n")]
    [InlineData(">\n\n")]
    public void No_flood_keeps_it_busy(string flood)
    {
        var text = string.Concat(Enumerable.Repeat(flood, 1_000_000 / flood.Length));
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        QuotedHistory.Fold(text);

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }
}
