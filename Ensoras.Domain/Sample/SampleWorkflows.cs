using Ensoras.Domain.Workflows;

namespace Ensoras.Domain.Sample;

/// <summary>The sample desk's workflows: three at work and one that is off.</summary>
internal static class SampleWorkflows
{
    public static IReadOnlyList<Workflow> Write(SampleCast cast, Guid projectId, DateTimeOffset now) =>
        [
            new(projectId, 1, now)
            {
                Name = "Parcels go to Orders & Delivery",
                Conditions =
                [
                    new(ConditionKind.MessageContainsAny, "parcel*, tracking, courier, carrier"),
                    new(ConditionKind.TicketIsNew, ""),
                ],
                Steps = [Step("assign-team", "team", cast.Teams["orders"].Id.ToString())],
            },
            new(projectId, 2, now)
            {
                Name = "Urgent subjects first",
                AnyIsEnough = true,
                Conditions = [new(ConditionKind.SubjectContains, "urgent, immediately, today")],
                Steps = [Step("update-priority", "priority", "Urgent")],
            },
            new(projectId, 3, now)
            {
                Name = "Invoices are tagged",
                Conditions = [new(ConditionKind.MessageContainsAny, "invoice*, VAT")],
                Steps = [Step("add-tag", "tag", "invoice")],
            },
            new(projectId, 4, now)
            {
                Name = "Wholesale to Callum",
                IsOn = false,
                Conditions =
                [
                    new(ConditionKind.MessageContainsAny, "wholesale, reseller, quote"),
                    new(ConditionKind.Channel, "Email"),
                ],
                Steps = [Step("assign-agent", "agent", cast.Agents["agent"].Id.ToString())],
            },
        ];

    private static WorkflowStep Step(string action, string name, string value) =>
        new(action, new Dictionary<string, string> { [name] = value });
}
