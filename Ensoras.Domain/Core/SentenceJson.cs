using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ensoras.Domain.Core;

/// <summary>
/// How a sentence is stored: its key and what it is about, as in <c>["Tickets.Escalated","Priya"]</c>.
/// </summary>
public sealed class SentenceJson : JsonConverter<Sentence>
{
    public static string Write(Sentence sentence) =>
        JsonSerializer.Serialize(sentence, JsonSerializerOptions.Default);

    public static Sentence Read(string json) =>
        JsonSerializer.Deserialize<Sentence>(json, JsonSerializerOptions.Default)!;

    public override Sentence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Of(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Key);
        foreach (var about in value.About)
        {
            switch (about)
            {
                case Sentence inner:
                    Write(writer, inner, options);
                    break;
                case int number:
                    writer.WriteNumberValue(number);
                    break;
                case double number:
                    // Wrapped, so that 3.0 does not come back as a count.
                    writer.WriteStartObject();
                    writer.WriteNumber("n", number);
                    writer.WriteEndObject();
                    break;
                case DateTimeOffset moment:
                    writer.WriteStartObject();
                    writer.WriteString("at", moment);
                    writer.WriteEndObject();
                    break;
                default:
                    writer.WriteStringValue((string)about);
                    break;
            }
        }

        writer.WriteEndArray();
    }

    private static Sentence Of(JsonElement array) => new(
        array[0].GetString()!,
        [.. array.EnumerateArray().Skip(1).Select(AboutOf)]);

    private static object AboutOf(JsonElement about) => about.ValueKind switch
    {
        JsonValueKind.Array => Of(about),
        JsonValueKind.Number => about.GetInt32(),
        JsonValueKind.Object => about.TryGetProperty("at", out var moment)
            ? moment.GetDateTimeOffset()
            : about.GetProperty("n").GetDouble(),
        _ => about.GetString()!,
    };
}
