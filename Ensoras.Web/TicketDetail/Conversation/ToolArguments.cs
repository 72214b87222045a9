using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>A tool call's arguments, a JSON object, for reading and for editing.</summary>
public static class ToolArguments
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Each argument with its value as a person would write it.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
            [
                .. document
                    .RootElement.EnumerateObject()
                    .Select(argument => (argument.Name, argument.Value.ToString())),
            ];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return [("", json)];
        }
    }

    public static string Indent(string json)
    {
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), Indented);
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
