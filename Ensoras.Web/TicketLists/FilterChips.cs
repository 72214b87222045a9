using System.Globalization;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>One filter that is set.</summary>
/// <param name="Without">The filter that is left when it is taken away.</param>
public sealed record FilterChip(string Text, TicketFilter Without);

/// <summary>A filter in words.</summary>
public static class FilterChips
{
    /// <param name="customer">The name of the filter's customer; null when there is no such customer.</param>
    /// <param name="workflow">What the filter's workflow is or was called; null when it never matched anything.</param>
    public static IEnumerable<FilterChip> Of(TicketFilter filter, Roster roster, Guid me, string? customer = null, string? workflow = null)
    {
        (string? Text, TicketFilter Without)[] chips =
        [
            (filter.Text is { } text ? $"Search: {text}" : null, filter with { Text = null }),
            (filter.Customer is { } of ? $"{(of.OpenOnly ? "Open tickets of" : "Customer:")} {customer ?? "deleted customer"}" : null, filter with { Customer = null }),
            (filter.Status is { } status ? $"Status: {status.Label()}" : null, filter with { Status = null }),
            (filter.Priority is { } priority ? $"Priority: {priority}" : null, filter with { Priority = null }),
            (filter.Channel is { } channel ? $"Channel: {channel}" : null, filter with { Channel = null }),
            (filter.Type is { } type ? $"Type: {HandledBy(type)}" : null, filter with { Type = null }),
            (filter.AssignedTo is { } assigned ? $"Assigned To: {Name(assigned, roster, me)}" : null, filter with { AssignedTo = null }),
            (filter.TeamId is { } team ? $"Team: {Team(team, roster) ?? "deleted team"}" : null, filter with { TeamId = null }),
            (filter.Tool is { } tool ? $"Executed Tool: {tool}" : null, filter with { Tool = null }),
            (filter.WorkflowId is not null ? $"Matched Workflow: {workflow ?? "deleted workflow"}" : null, filter with { WorkflowId = null }),
            (filter.From is { } from ? $"Created from {Day(from)}" : null, filter with { From = null }),
            (filter.To is { } to ? $"Created until {Day(to)}" : null, filter with { To = null }),
        ];
        return from chip in chips where chip.Text is not null select new FilterChip(chip.Text, chip.Without);
    }

    /// <summary>Why nothing matches, as far as the filter itself says.</summary>
    public static string WhyEmpty(TicketFilter filter, Roster roster) => filter switch
    {
        { Problem: { } problem } => problem,
        { TeamId: { } team } when Team(team, roster) is null => "The team of this filter has been deleted, so no ticket can match it.",
        { AssignedTo.AgentId: { } agent } when Person(agent, roster) is null => "The person of this filter is no longer here, so no ticket can match it.",
        { WorkflowId: not null } => "No message met the conditions of this workflow, as far as the other filters allow.",
        { Customer: not null } => "This customer has no ticket that matches.",
        { Text: not null } when (filter with { Text = null }).IsEmpty => "No title, customer or message holds all of these words.",
        { Text: not null } => "None of the tickets that the other filters leave holds all of these words. Take a filter away to search in more.",
        _ => "Take a filter away to see more.",
    };

    /// <summary>How a filter calls a type.</summary>
    public static string HandledBy(TicketType type) => $"{type}-handled";

    private static string Name(AssignedTo assigned, Roster roster, Guid me) =>
        assigned.AgentId is not { } agent ? "nobody" : agent == me ? "me" : Person(agent, roster) ?? "deleted person";

    private static string? Person(Guid agentId, Roster roster) => roster.Agents.FirstOrDefault(agent => agent.Id == agentId)?.Name;

    private static string? Team(Guid teamId, Roster roster) => roster.Teams.FirstOrDefault(team => team.Id == teamId)?.Name;

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}
