using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;

namespace Ensoras.Tests.Workflows;

public sealed class WorkflowConditionTests
{
    private static readonly ArrivedMessage Message = new(1, "My chocolate was REFUNDED too late.\nWhere is my money back?", "Order 1042 (urgent)", Channel.Email, "mira@example.org", true);

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
        var whyNot = new WorkflowCondition(kind, value).WhyNot(Message);

        Assert.Equal(isMet, whyNot is null);
        Assert.NotEqual("", whyNot);
    }
}
