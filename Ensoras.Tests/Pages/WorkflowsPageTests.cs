using Bunit;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Workflows;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Ensoras.Web.Workflows;

namespace Ensoras.Tests.Pages;

/// <summary>Workflows as a lead writes them and as everybody sees what they did.</summary>
public sealed class WorkflowsPageTests : PageTest
{
    [Fact]
    public async Task A_lead_writes_a_workflow_turns_it_off_and_deletes_it_after_a_question()
    {
        var page = Render<WorkflowsPage>(parameters => parameters.AddCascadingValue(ViewerOf(World.Lena)));
        page.WaitForElement(".empty");
        // Found and used in one go: a live update may redraw the page between the two.
        await page.InvokeAsync(() => Button(page, "New workflow").Click());
        await page.InvokeAsync(() => page.Find("#workflow-name").Input("Refunds"));
        await page.InvokeAsync(() => page.Find("input[aria-label='Message contains any of']").Input("refund*"));
        await ChooseAsync(page, "Action", "Update Ticket Priority");
        await page.InvokeAsync(() => Button(page, "Save workflow").Click());
        page.WaitForAssertion(() =>
            Assert.Contains(
                "Choose one.",
                page.Find(".workflow-row:has([aria-label=Priority])").TextContent,
                StringComparison.Ordinal));
        World.Time.Advance(SingleClick.DoubleClick);
        await ChooseAsync(page, "Priority", "Critical");
        await page.InvokeAsync(() => Button(page, "Save workflow").Click());

        page.WaitForAssertion(() =>
            Assert.Equal(
                ["When the message contains any of refund*", "Update Ticket Priority: Critical", "Tickets it matched"],
                page.FindAll(".workflow-list .text p").Select(line => line.TextContent.Trim())));
        await page.InvokeAsync(() => page.Find(".workflow-list .switch").Change(false));
        page.WaitForAssertion(() => Assert.NotNull(page.Find(".workflow-list .text.off")));

        await page.InvokeAsync(() => page.Find("button[aria-label='Delete Refunds']").Click());
        page.WaitForAssertion(() => Assert.Equal("Delete the workflow Refunds?", Dialogs.Find("h2").TextContent));
        await page.InvokeAsync(() => Button(Dialogs, "Delete workflow").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".workflow-list li")));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_said_beside_the_name_until_it_is_changed()
    {
        var step = new WorkflowStep("escalate", new Dictionary<string, string>());
        await World
            .Get<WorkflowStore>()
            .SaveAsync(
                World.Project.Id,
                Actor.Of(World.Lena),
                new WorkflowInput(null, 0, "Refunds", false, [], [step]),
                CancellationToken.None);
        var page = Render<WorkflowsPage>(parameters => parameters.AddCascadingValue(ViewerOf(World.Lena)));
        page.WaitForElement("[data-workflow]");
        await page.InvokeAsync(() => Button(page, "New workflow").Click());
        await page.InvokeAsync(() => page.Find("#workflow-name").Input("refunds"));
        await page.InvokeAsync(() => page.Find("input[aria-label='Message contains any of']").Input("refund*"));
        await ChooseAsync(page, "Action", "Escalate");

        await page.InvokeAsync(() => Button(page, "Save workflow").Click());
        page.WaitForAssertion(() =>
            Assert.Contains(
                "There is already a workflow with this name.",
                page.Find(".field:has(#workflow-name)").TextContent,
                StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".desk-alert"));

        World.Time.Advance(SingleClick.DoubleClick);
        await page.InvokeAsync(() => page.Find("#workflow-name").Input("Money back"));
        Assert.DoesNotContain("already", page.Find(".field:has(#workflow-name)").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => Button(page, "Save workflow").Click());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-workflow]").Count));
    }

    [Fact]
    public async Task The_ticket_shows_how_many_workflows_were_evaluated_and_which_did_what()
    {
        foreach (var word in new[] { "refund", "order" })
        {
            var step = new WorkflowStep("add-tag", new Dictionary<string, string> { ["tag"] = word });
            await World
                .Get<WorkflowStore>()
                .SaveAsync(
                    World.Project.Id,
                    Actor.Of(World.Lena),
                    new WorkflowInput(
                        null,
                        0,
                        $"About {word}",
                        false,
                        [new(ConditionKind.MessageContainsAny, word)],
                        [step]),
                    CancellationToken.None);
        }

        var ticket = await World.GivenTicketAsync("Where is my order?");
        await World.SweepAsync(Sweep.Workflows);
        var shown = await OpenTicketAsync(ticket.Id, World.Jonas);

        AngleSharp.Dom.IElement Panel() =>
            shown
                .FindAll(".panel-fold")
                .First(fold => fold.TextContent.Contains("evaluated", StringComparison.Ordinal));
        await EventuallyAsync(
            shown,
            () =>
                Assert.Equal(
                    "1 workflow evaluated, not executed",
                    Panel().QuerySelector("summary")!.TextContent.Trim()));
        await Panel().TriggerEventAsync("ontoggle", EventArgs.Empty);
        await EventuallyAsync(
            shown,
            () =>
                Assert.Equal(
                    ["Tagged order.", "The message has none of: refund."],
                    shown.FindAll(".workflow-runs p").Select(line => line.TextContent)));
        Assert.Equal(
            ["About order", "About refund"],
            shown.FindAll(".workflow-runs .name").Select(name => name.TextContent.Trim()));
        Assert.Contains(
            "Workflow “About order” added the tag order",
            shown.Find(".history").TextContent,
            StringComparison.Ordinal);
    }
}
