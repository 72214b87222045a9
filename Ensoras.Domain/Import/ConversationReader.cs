using System.Globalization;
using System.Text.Json;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Import;

/// <summary>Reads one conversation and says of everything that it cannot take over as it stands.</summary>
/// <param name="note">Told what was taken over otherwise.</param>
internal sealed class ConversationReader(DateTimeOffset now, Action<Sentence> note)
{
    /// <summary>More than people write in one conversation; replaying them takes a second.</summary>
    public const int MaxMessages = 5_000;

    private const int MaxIdLength = 200;
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _empty;

    /// <exception cref="RuleBrokenException">It cannot be used; the message is the reason.</exception>
    public Conversation Read(JsonElement item)
    {
        var id =
            item.Text("id")
            ?? throw new RuleBrokenException(Sentence.Of("Import.NoId"));
        if (id.Length > MaxIdLength)
        {
            throw new RuleBrokenException(Sentence.Of("Import.IdTooLong", MaxIdLength));
        }

        var customer = Customer(item);
        var lines = Lines(item, Date(item, "createdAt", "created_at"));
        var subject = item.Text("subject", "title") ?? lines[0].Text;
        return new Conversation(id, customer, subject, lines) { Tag = Tag(item), Status = Status(item) };
    }

    private ConversationCustomer Customer(JsonElement item)
    {
        var person = item.Find("customer") is { ValueKind: JsonValueKind.Object } details
            ? details
            : (JsonElement?)null;
        var email = item.Text("email", "customerEmail") ?? person?.Text("email");
        if (email is not null && !WidgetVisitor.IsAddress(email))
        {
            note(Sentence.Of("Import.AddressLeftOut", email.Cut(60, "…")));
            email = null;
        }

        var name = (person is null ? item.Text("customer", "name") : person.Value.Text("name")) ?? email
            ?? throw new RuleBrokenException(Sentence.Of("Import.NoCustomer"));
        return new ConversationCustomer(JsonText.Name(name), email, item.Text("customerId") ?? person?.Text("id"));
    }

    private List<ConversationLine> Lines(JsonElement item, DateTimeOffset? opened)
    {
        if (item.Find("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            throw new RuleBrokenException(Sentence.Of("Import.NoMessages"));
        }

        if (messages.GetArrayLength() > MaxMessages)
        {
            throw new RuleBrokenException(
                Sentence.Of("Import.TooManyMessages", messages.GetArrayLength(), MaxMessages));
        }

        var lines = messages.EnumerateArray().SelectMany(Line).ToList();
        if (_empty > 0)
        {
            note(Sentence.Of("Import.EmptyMessages", _empty));
        }

        if (lines.Count == 0 || !lines[0].IsCustomer)
        {
            throw new RuleBrokenException(
                lines.Count == 0 ? Sentence.Of("Import.AllEmpty") : Sentence.Of("Import.CustomerNotFirst"));
        }

        lines[0] = lines[0] with { At = lines[0].At ?? opened };
        return lines;
    }

    private IEnumerable<ConversationLine> Line(JsonElement message)
    {
        if (message.ValueKind is not JsonValueKind.Object)
        {
            throw new RuleBrokenException(Sentence.Of("Import.MessageNotAnObject"));
        }

        var sender = message.Text("sender");
        var isCustomer = sender?.Equals("customer", StringComparison.OrdinalIgnoreCase) is true;
        if (!isCustomer && sender?.Equals("agent", StringComparison.OrdinalIgnoreCase) is not true)
        {
            throw new RuleBrokenException(Sentence.Of("Import.UnknownSender", sender?.Cut(60, "…")));
        }

        var at = Date(message, "createdAt", "created_at");
        var files = new ConversationFiles(note).Of(message).ToList();
        var text = message.Text("text") ?? string.Join(", ", files.Select(file => file.Name));
        if (!text.SaysSomething())
        {
            _empty++;
            yield break;
        }

        var parts = Split(text).ToList();
        if (parts.Count > 1)
        {
            note(Sentence.Of("Import.MessageSplit", text.Length, parts.Count));
        }

        foreach (var (part, index) in parts.Select((part, index) => (part, index)))
        {
            yield return new ConversationLine(isCustomer, part, message.Text("author", "name"), at)
            {
                Files = index == 0 ? files : [],
            };
        }
    }

    /// <summary>In pieces that a message can hold, between lines or words where there are any near the end.</summary>
    private static IEnumerable<string> Split(string text)
    {
        const int longest = Vocabulary.MaxMessageLength;
        while (text.Length > longest)
        {
            var end =
                text.LastIndexOfAny(['\n', ' '], longest - 1, longest / 4) is var space && space > 0
                    ? space
                    : Graphemes.Boundary(text, longest);
            if (text[..end].Trim() is var part && part.SaysSomething())
            {
                yield return part;
            }

            text = text[end..].TrimStart();
        }

        if (text.SaysSomething())
        {
            yield return text;
        }
    }

    private string? Tag(JsonElement item)
    {
        if (item.Find("type") is not { } type)
        {
            return null;
        }

        try
        {
            if (JsonText.Text(type) is { } word)
            {
                return Ticket.CleanTag(word);
            }
        }
        catch (RuleBrokenException)
        {
            // Said below, as for what is no text at all.
        }

        note(Sentence.Of("Import.NotATag", type.GetRawText().Cut(60, "…")));
        return null;
    }

    private TicketStatus? Status(JsonElement item)
    {
        if (item.Find("status") is not { } status)
        {
            return null;
        }

        var word = string.Concat((JsonText.Text(status) ?? "").Where(char.IsLetter)).ToUpperInvariant();
        switch (word)
        {
            case "CLOSED" or "ARCHIVED":
                return TicketStatus.Closed;
            case "RESOLVED" or "SOLVED" or "DONE" or "COMPLETED":
                return TicketStatus.Resolved;
            case "PENDING"
            or "WAITING"
            or "ONHOLD"
            or "HOLD"
            or "SNOOZED"
            or "AWAITINGCUSTOMER"
            or "WAITINGFORCUSTOMER"
            or "WAITINGONCUSTOMER":
                return TicketStatus.AwaitingCustomer;
            case "OPEN"
            or "NEW"
            or "ACTIVE"
            or "REOPENED"
            or "INPROGRESS"
            or "UNASSIGNED"
            or "ASSIGNED"
            or "AWAITINGAGENT"
            or "AWAITINGENSORAS"
            or "AWAITINGAPPROVAL":
                return null;
            default:
                note(Sentence.Of("Import.UnknownStatus", status.GetRawText().Cut(60, "…")));
                return null;
        }
    }

    private DateTimeOffset? Date(JsonElement item, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (item.Find(name) is not { } value)
            {
                continue;
            }

            if (Date(value) is { } at && at >= Earliest && at <= now)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
            }

            note(Sentence.Of("Import.DateLeftOut", name, value.GetRawText().Cut(60, "…")));
        }

        return null;
    }

    // Numbers are seconds since 1970, or milliseconds when they would lie thousands of years ahead.
    private static DateTimeOffset? Date(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String
                when DateTimeOffset.TryParse(
                    value.GetString(),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var at) => at,
            JsonValueKind.Number when value.TryGetInt64(out var number) && number is >= 0 and < 100_000_000_000 =>
                DateTimeOffset.FromUnixTimeSeconds(number),
            JsonValueKind.Number when value.TryGetInt64(out var number) && number is >= 0 and < 100_000_000_000_000 =>
                DateTimeOffset.FromUnixTimeMilliseconds(number),
            _ => null,
        };
}
