using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;

namespace Ensoras.Tests.Workflows;

public sealed class WorkflowConditionTests
{
    private static readonly ArrivedMessage Message = new(
        1,
        "My chocolate was REFUNDED too late.\nWhere is my money back?",
        "Order 1042 (urgent)",
        Channel.Email,
        "mira@example.org",
        true);

    [Theory]
    [InlineData(ConditionKind.MessageContainsAny, "parcel, money back", true)]
    [InlineData(ConditionKind.MessageContainsAny, "refund", false)]
    [InlineData(ConditionKind.MessageContainsAny, "refund*", true)]
    [InlineData(ConditionKind.MessageContainsAny, "late", true)]
    [InlineData(ConditionKind.MessageContainsAny, "colate*, *, ,", false)]
    [InlineData(ConditionKind.MessageContainsAll, "money, late", true)]
    [InlineData(ConditionKind.MessageContainsAll, "money, parcel", false)]
    [InlineData(ConditionKind.SubjectContains, "urgent", true)]
    [InlineData(ConditionKind.SubjectContains, "104", false)]
    [InlineData(ConditionKind.Channel, "Email", true)]
    [InlineData(ConditionKind.Channel, "Widget", false)]
    [InlineData(ConditionKind.CustomerAddress, "example.com, MIRA@example.org", true)]
    [InlineData(ConditionKind.CustomerAddress, "@example.org", true)]
    [InlineData(ConditionKind.CustomerAddress, "ple.org", false)]
    [InlineData(ConditionKind.TicketIsNew, "", true)]
    public void A_condition_says_whether_it_is_met_and_if_not_why(ConditionKind kind, string value, bool isMet)
    {
        var whyNot = new WorkflowCondition(kind, value).WhyNot(Message)?.ToString();

        Assert.Equal(isMet, whyNot is null);
        Assert.NotEqual("", whyNot);
    }

    [Theory]
    [InlineData("Wo ist meine Ru\u0308ckerstattung?", "Rückerstattung", true)]
    [InlineData("Wo ist meine RUCKERSTATTUNG?", "rückerstattung", true)]
    [InlineData("我要退款", "退款", true)]
    [InlineData("我要退款", "款退", false)]
    [InlineData("पार्सल नहीं आया", "पार्सल", true)]
    [InlineData("Please give my money\n back", "money back", true)]
    [InlineData("7 pots and 1 bag", "1.7", false)]
    [InlineData("This is urgent!!!", "!!!", true)]
    public void Words_are_compared_as_search_does(string text, string words, bool isMet) =>
        Assert.Equal(
            isMet,
            new WorkflowCondition(ConditionKind.MessageContainsAny, words).WhyNot(Message with { Text = text }) is null);
}
