using System.Text.Json;
using System.Text.Json.Serialization;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Sample;

/// <summary>What the sample desk is made of, as it lies in Storage/Sample/*.json.</summary>
internal static class SampleContent
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public static IReadOnlyList<T> Read<T>(string file)
    {
        using var stream = typeof(SampleContent).Assembly.GetManifestResourceStream($"Sample/{file}.json")
            ?? throw new InvalidOperationException($"The sample {file} is not in the assembly.");
        return JsonSerializer.Deserialize<List<T>>(stream, Json)!;
    }

    public sealed record Person(string Key, string Name, string Email, Role Role, IReadOnlyList<string> Teams);

    public sealed record Group(string Key, string Name);

    public sealed record Page(string Key, string Title, string Collection, string Body);

    public sealed record Writer(string Key, string Name, string? Email);

    public sealed record Case(
        string Subject,
        string Customer,
        Channel Channel,
        TicketStatus Status,
        TicketPriority Priority,
        TicketType Type,
        IReadOnlyList<string> Tags,
        string? Team,
        string? Assignee,
        double OpenedMinutesAgo,
        bool Unread,
        IReadOnlyList<Line> Messages);

    /// <param name="From">customer, ensoras, agent or system.</param>
    public sealed record Line(
        string From,
        double MinutesLater,
        string Text,
        MessageStatus? State,
        string? Author,
        bool Note,
        string? Reason,
        double? ScheduledInMinutes,
        IReadOnlyList<string>? Sources,
        IReadOnlyList<Call>? Calls);

    /// <param name="Result">What it answered, if it has run already.</param>
    public sealed record Call(string Tool, JsonElement Arguments, string? Result);

    /// <summary>An order of the sample's shop.</summary>
    /// <param name="Parcel">Where it is, as the rest of a sentence that begins "The parcel …".</param>
    /// <param name="Sealed">Whether the parcel is closed, so that the address can no longer be changed.</param>
    public sealed record Order(
        string Number,
        string Parcel,
        string Address,
        bool Sealed,
        string Payments,
        string? Refund);
}
