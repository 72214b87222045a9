using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows;

/// <summary>What a condition looks at.</summary>
public enum ConditionKind
{
    MessageContainsAny,
    MessageContainsAll,
    SubjectContains,
    Channel,
    CustomerAddress,
    TicketIsNew,
}

/// <summary>What a workflow knows of a customer's message.</summary>
/// <param name="IsFirst">Whether it opened the ticket.</param>
public sealed record ArrivedMessage(int Number, string Text, string Subject, Channel Channel, string? CustomerEmail, bool IsFirst);

/// <summary>One condition: true or not for a message of a customer.</summary>
/// <param name="Value">Words between commas, a channel, or an address or domain; empty where the kind says it all.</param>
public sealed record WorkflowCondition(ConditionKind Kind, string Value)
{
    private const StringComparison Loosely = StringComparison.OrdinalIgnoreCase;

    /// <summary>The words or phrases of the value.</summary>
    public IReadOnlyList<string> Words => Value.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Why the message does not meet it, such as "no word of: refund, money"; null when it does.</summary>
    public string? WhyNot(ArrivedMessage message) => Kind switch
    {
        ConditionKind.MessageContainsAny => Words.Any(word => Holds(message.Text, word)) ? null : $"the message has none of: {Value}",
        ConditionKind.MessageContainsAll => Words.Where(word => !Holds(message.Text, word)).ToList() is { Count: > 0 } missing ? $"the message lacks: {string.Join(", ", missing)}" : null,
        ConditionKind.SubjectContains => Words.Any(word => Holds(message.Subject, word)) ? null : $"the subject has none of: {Value}",
        ConditionKind.Channel => message.Channel.ToString().Equals(Value, Loosely) ? null : $"it came by {message.Channel}, not by {Value}",
        ConditionKind.CustomerAddress => Words.Any(word => IsFrom(message.CustomerEmail, word)) ? null : $"the customer's address is not of: {Value}",
        ConditionKind.TicketIsNew => message.IsFirst ? null : "the ticket is not new",
        _ => "this condition is not known here",
    };

    /// <summary>Whether the phrase stands in the text as whole words; a star at its end finds beginnings.</summary>
    internal static bool Holds(string text, string phrase)
    {
        var isBeginning = phrase.EndsWith('*');
        var wanted = phrase.TrimEnd('*').Trim();
        for (var at = wanted.Length == 0 ? -1 : text.IndexOf(wanted, Loosely); at >= 0; at = text.IndexOf(wanted, at + 1, Loosely))
        {
            var end = at + wanted.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (isBeginning || end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFrom(string? email, string addressOrDomain)
    {
        var wanted = addressOrDomain.TrimStart('@');
        return email is not null && (email.Equals(wanted, Loosely) || email.EndsWith("@" + wanted, Loosely));
    }
}
