using Ensoras.Domain.Search;
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
public sealed record ArrivedMessage(int Number, string Text, string Subject, Channel Channel, string? CustomerEmail,
    bool IsFirst);

/// <summary>One condition: true or not for a message of a customer.</summary>
/// <param name="Value">Words between commas, a channel, or an address or domain; empty where the kind says it
/// all.</param>
public sealed record WorkflowCondition(ConditionKind Kind, string Value)
{
    private const StringComparison Loosely = StringComparison.OrdinalIgnoreCase;

    /// <summary>The words or phrases of the value.</summary>
    public IReadOnlyList<string> Words =>
        Value.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Why the message does not meet it, such as "no word of: refund, money"; null when it does.</summary>
    public Sentence? WhyNot(ArrivedMessage message) => Kind switch
    {
        ConditionKind.MessageContainsAny => Words.Any(word => ReadText.Of(message.Text).Holds(word)) ? null
            : Sentence.Of("Workflows.MessageHasNone", Value),
        ConditionKind.MessageContainsAll => Words.Where(word => !ReadText.Of(message.Text).Holds(word))
            .ToList() is { Count: > 0 } missing
            ? Sentence.Of("Workflows.MessageLacks", string.Join(", ", missing)) : null,
        ConditionKind.SubjectContains => Words.Any(word => ReadText.Of(message.Subject).Holds(word)) ? null
            : Sentence.Of("Workflows.SubjectHasNone", Value),
        ConditionKind.Channel => message.Channel.ToString().Equals(Value, Loosely) ? null
            : Sentence.Of("Workflows.OtherChannel", message.Channel, Value),
        ConditionKind.CustomerAddress => Words.Any(word => IsFrom(message.CustomerEmail, word)) ? null
            : Sentence.Of("Workflows.OtherAddress", Value),
        ConditionKind.TicketIsNew => message.IsFirst ? null : Sentence.Of("Workflows.NotNew"),
        _ => Sentence.Of("Workflows.UnknownCondition"),
    };

    private static bool IsFrom(string? email, string addressOrDomain)
    {
        var wanted = addressOrDomain.TrimStart('@');
        return email is not null && (email.Equals(wanted, Loosely) || email.EndsWith("@" + wanted, Loosely));
    }
}
