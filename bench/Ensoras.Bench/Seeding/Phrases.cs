namespace Ensoras.Bench.Seeding;

/// <summary>Words to seed with: a believable shop's, in endless combination, the same at each run.</summary>
internal static class Phrases
{
    public static readonly string[] FirstNames =
    [
        "Mira",
        "Jonas",
        "Amara",
        "Lukas",
        "Ines",
        "Tomasz",
        "Yara",
        "Emil",
        "Noor",
        "Clara",
        "Mateo",
        "Freya",
        "Hugo",
        "Leila",
        "Oskar",
        "Priya",
        "Rafael",
        "Sanne",
        "Theo",
        "Vera",
    ];
    public static readonly string[] LastNames =
    [
        "Lindqvist",
        "Okafor",
        "Brandt",
        "Costa",
        "Novak",
        "Haddad",
        "Peeters",
        "Rossi",
        "Svensson",
        "Dubois",
        "Keller",
        "Moreau",
        "Silva",
        "Vermeer",
        "Wagner",
        "Ziegler",
        "Larsen",
        "Martin",
        "Fischer",
        "Adeyemi",
    ];
    public static readonly string[] Products =
    [
        "Fell 2 tent",
        "Ridge 35 backpack",
        "Tarn sleeping bag",
        "Ember stove",
        "Scree boots",
        "Cairn jacket",
        "Beck water filter",
        "Lantern lamp",
        "Gully trousers",
        "Moss hammock",
        "Crag rope",
        "Heath mat",
        "Pike poles",
        "Burn gloves",
        "Mist poncho",
        "Summit watch",
        "Glen cooler",
        "Trail socks",
        "Dune hat",
        "Brook kayak",
        "Spruce axe",
        "Fjord map",
        "Alder mug",
        "Quartz helmet",
    ];
    public static readonly string[] Topics =
    [
        "delivery",
        "returns",
        "refunds",
        "warranty",
        "repairs",
        "sizes",
        "cleaning",
        "storage",
        "spare parts",
        "invoices",
        "vouchers",
        "payment",
        "membership",
        "safety",
        "batteries",
        "waterproofing",
        "fitting",
        "assembly",
        "recycling",
        "rental",
        "gift wrapping",
        "customs",
        "pick-up",
        "exchanges",
        "tracking",
        "cancellation",
        "stock",
        "orders",
        "accounts",
        "privacy",
    ];
    public static readonly string[] Tags =
    [
        "refund",
        "late",
        "broken",
        "vip",
        "wholesale",
        "warranty",
        "sizing",
        "first-order",
        "payment",
        "lost-parcel",
        "exchange",
        "complaint",
        "praise",
        "bug",
        "account",
        "invoice",
        "stock",
        "repair",
        "customs",
        "gift",
    ];

    private static readonly string[] Questions =
    [
        "Hello, I ordered the {0} under order {1} and it has not arrived yet. The tracking page has said the same "
            + "thing for four days now. Could you tell me where it is and when I can expect it?",
        "The zip of my {0} broke on the second trip. I have looked after it well and I would like to know whether "
            + "the warranty covers this, and whether I have to send it in myself.",
        "I would like to return the {0} from order {1}. It is unused and still in its box. Do I pay for the "
            + "postage, and how long does the refund take to reach my card?",
        "Which size of the {0} should I take? I am between two sizes and the table on your page does not say how it "
            + "is measured.",
        "I was charged twice for order {1} ({0}). Please have a look, my bank shows two bookings on the same day.",
        "Thank you, that helps. One more thing: can the {0} still be added to order {1}, or has it been packed "
            + "already?",
        "The voucher that I got with my newsletter is refused when I try to buy the {0}. It says that it has "
            + "expired, but the mail says until the end of the month.",
        "My {0} loses water at the seam below. I attach two photos. What would you suggest I do?",
    ];

    private static readonly string[] Answers =
    [
        "Thank you for writing to us. I have looked at order {1}: the {0} left our warehouse and is with the "
            + "carrier. Their page shows delivery within two working days. Should it not be there by then, answer "
            + "this message and I will send a second one at once.",
        "I am sorry about that. The warranty on the {0} covers it. I have sent a free return label to your address; "
            + "put the part into any box and leave it at the nearest pick-up point. The repair takes about ten days.",
        "Of course. You can return the {0} within 60 days, unused, and the label in your account is free. The "
            + "refund reaches your card three to five working days after we have the parcel, and you will get a "
            + "message when it does.",
        "For the {0} measure around the widest place and take the larger size if you are in between: it is cut "
            + "close. An exchange is free, so there is no risk in trying.",
        "I have found the second booking for order {1} and given it back just now. Your bank will show it in two to "
            + "four days. Please excuse the trouble.",
        "Good news: order {1} has not been packed yet, so I have added the {0} to it. You pay the difference by the "
            + "link that you will receive in a minute.",
    ];

    private static readonly string[] Sentences =
    [
        "Before you begin, check that the {0} is dry and that nothing is left in its pockets.",
        "For {1} the {0} has a label on the inside; the number on it tells when it was made.",
        "We answer questions about {1} within one working day, on Saturdays until noon.",
        "Open your account, choose the order with the {0} and follow the steps under {1}.",
        "A charge for {1} applies only outside the European Union and is shown before you pay.",
        "Keep the receipt: without it {1} takes longer, because we have to look the order up by hand.",
        "The {0} should not be washed above 30 degrees, and never with softener.",
        "If a part of the {0} is missing, tell us which one and we send it free of charge.",
        "In winter the {0} needs more care: let it warm up slowly and wipe it with a soft cloth.",
        "Members have free {1} all year; everybody else from an order value of 75 euros.",
        "When {1} is done we send a message with a number that you can follow.",
        "Children should use the {0} only when an adult is near.",
    ];

    public static string Question(Random random) => Fill(Pick(Questions, random), random);

    public static string Answer(Random random) => Fill(Pick(Answers, random), random);

    public static string Name(Random random) => $"{Pick(FirstNames, random)} {Pick(LastNames, random)}";

    public static T Pick<T>(IReadOnlyList<T> from, Random random) => from[random.Next(from.Count)];

    /// <summary>An article about one topic for one product, with a heading per passage.</summary>
    public static string Article(string topic, string product, int passages, Random random) =>
        string.Join(
            "\n\n",
            Enumerable
                .Range(0, passages)
                .Select(_ =>
                    $"## {Capital(Pick(Topics, random))} of the {product}\n\n"
                    + string.Join(
                        ' ',
                        Enumerable
                            .Range(0, 6)
                            .Select(_ =>
                                string.Format(
                                    null,
                                    Pick(Sentences, random),
                                    product,
                                    random.Next(3) == 0 ? Pick(Topics, random) : topic)))));

    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Fill(string text, Random random) =>
        string.Format(null, text, Pick(Products, random), random.Next(100_000, 999_999));
}
