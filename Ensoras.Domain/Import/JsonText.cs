using System.Text.Json;
using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Import;

/// <summary>What people's exports write in many ways, read as one.</summary>
internal static class JsonText
{
    /// <summary>The first of these properties that says something, as text.</summary>
    public static string? Text(this JsonElement item, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (
                item.ValueKind is JsonValueKind.Object
                && item.TryGetProperty(name, out var value)
                && Text(value) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A property, when it is there and not null.</summary>
    public static JsonElement? Find(this JsonElement item, string name) =>
        item.ValueKind is JsonValueKind.Object
        && item.TryGetProperty(name, out var value)
        && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString()!.Storable().Trim() is var text && text.SaysSomething() => text,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    /// <summary>A name as it is compared and shown: composed letters, single spaces.</summary>
    public static string Name(string name) =>
        string.Join(' ', name.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
