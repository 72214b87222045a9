using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ensoras.Domain.Tools;

/// <summary>
/// Holds arguments against a tool's schema, so that a typing error is told in a sentence before anything runs.
/// </summary>
internal static class ArgumentCheck
{
    private static readonly Sentence NotAnObject = Sentence.Of("Tools.NotAnObject");

    /// <summary>Reads arguments as an object that fits.</summary>
    /// <param name="problem">What is wrong with them, in a sentence for the reviewer.</param>
    public static bool TryRead(
        JsonElement schema,
        string text,
        out JsonElement arguments,
        [NotNullWhen(false)] out Sentence? problem)
    {
        try
        {
            arguments = JsonSerializer.Deserialize<JsonElement>(text);
            problem = arguments.ValueKind is JsonValueKind.Object ? Problem(schema, arguments) : NotAnObject;
        }
        catch (JsonException)
        {
            (arguments, problem) = (default, NotAnObject);
        }

        return problem is null;
    }

    private static Sentence? Problem(JsonElement schema, JsonElement arguments)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(each => each.GetString()!))
            {
                if (
                    !arguments.TryGetProperty(name, out var value)
                    || value.ValueKind is JsonValueKind.Null
                    || (value.ValueKind is JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())))
                {
                    return Sentence.Of("Tools.Missing", name);
                }
            }
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var argument in arguments.EnumerateObject())
            {
                if (!properties.TryGetProperty(argument.Name, out var property))
                {
                    var known = string.Join(", ", properties.EnumerateObject().Select(each => each.Name));
                    return Sentence.Of("Tools.Unknown", argument.Name, known);
                }

                if (property.TryGetProperty("type", out var type) && !Is(argument.Value, type.GetString()!))
                {
                    return Sentence.Of("Tools.WrongKind", argument.Name, type.GetString());
                }
            }
        }

        return null;
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind is JsonValueKind.String,
        "number" => value.ValueKind is JsonValueKind.Number,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind is JsonValueKind.Array,
        "object" => value.ValueKind is JsonValueKind.Object,
        _ => true,
    };
}
