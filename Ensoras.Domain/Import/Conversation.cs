using System.Text.Json;
using System.Text.Json.Nodes;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Import;

/// <summary>A conversation as a file has it: checked, with its customer's words first.</summary>
internal sealed record Conversation(string Id, string Customer, string Subject, string? Kind, bool IsClosed, IReadOnlyList<Conversation.Line> Lines)
{
    internal sealed record Line(bool IsCustomer, string Text);

    /// <summary>Reads one item.</summary>
    /// <returns>Null when it can be used, else what is wrong with it.</returns>
    public static string? Read(JsonObject item, out Conversation? conversation)
    {
        conversation = null;
        if (Text(item["id"]) is not { } id)
        {
            return "it has no id, so a second import could not recognise it";
        }

        if (Text(item["customer"]) is not { } customer)
        {
            return "it does not say who the customer is";
        }

        var lines = new List<Line>();
        foreach (var each in item["messages"] as JsonArray ?? [])
        {
            if (each is not JsonObject message)
            {
                return "a message is not an object with sender and text";
            }

            var sender = Text(message["sender"]);
            if (sender is not ("customer" or "agent"))
            {
                return $"a message is by “{sender}” instead of customer or agent";
            }

            if (Text(message["text"]) is not { } text)
            {
                return "a message is empty";
            }

            if (text.Length > Vocabulary.MaxMessageLength)
            {
                return $"a message is longer than {Vocabulary.MaxMessageLength:N0} characters";
            }

            lines.Add(new Line(sender is "customer", text));
        }

        if (lines.Count == 0 || !lines[0].IsCustomer)
        {
            return lines.Count == 0 ? "it has no messages" : "it does not begin with the customer";
        }

        conversation = new Conversation(id, customer, Text(item["subject"]) ?? lines[0].Text, Kinds(Text(item["type"])), Text(item["status"]) is "Closed", lines);
        return null;
    }

    private static string? Kinds(string? type) => type is { Length: <= 30 } ? type : null;

    private static string? Text(JsonNode? node) => node is JsonValue value
        ? value.GetValueKind() switch
        {
            JsonValueKind.String when value.GetValue<string>().Storable().Trim() is { Length: > 0 } text => text,
            JsonValueKind.Number => value.ToJsonString(),
            _ => null,
        }
        : null;
}
