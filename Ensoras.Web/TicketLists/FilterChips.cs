using System.Globalization;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Resources;

namespace Ensoras.Web.TicketLists;

/// <summary>One filter that is set.</summary>
/// <param name="Without">The filter that is left when it is taken away.</param>
public sealed record FilterChip(string Text, TicketFilter Without);

/// <summary>A filter in words.</summary>
public static class FilterChips
{
    /// <param name="customer">The name of the filter's customer; null when there is no such customer.</param>
    /// <param name="workflow">What the filter's workflow is or was called; null when it never matched anything.</param>
    public static IEnumerable<FilterChip> Of(
        TicketFilter filter,
        Roster roster,
        Guid me,
        IStringLocalizer<ListsText> text,
        IStringLocalizer<SharedText> shared,
        string? customer,
        string? workflow)
    {
        string Named(string key, string value) => text["Chip", text[key].Value, value];

        (string? Text, TicketFilter Without)[] chips =
        [
            (filter.Text is { } words ? Named("Search", words) : null, filter with { Text = null }),
            (
                filter.Customer is { } of ? OfCustomer(of, customer ?? text["DeletedCustomer"]) : null,
                filter with
                {
                    Customer = null,
                }),
            (
                filter.Status is { } status ? Named("Status", shared[$"TicketStatus_{status}"]) : null,
                filter with
                {
                    Status = null,
                }),
            (
                filter.Priority is { } priority ? Named("Priority", shared[$"TicketPriority_{priority}"]) : null,
                filter with
                {
                    Priority = null,
                }),
            (
                filter.Channel is { } channel ? Named("Channel", shared[$"Channel_{channel}"]) : null,
                filter with
                {
                    Channel = null,
                }),
            (filter.Type is { } type ? Named("Type", text[$"HandledBy_{type}"]) : null, filter with { Type = null }),
            (
                filter.AssignedTo is { } assigned ? Named("AssignedTo", Name(assigned)) : null,
                filter with
                {
                    AssignedTo = null,
                }),
            (
                filter.TeamId is { } team ? Named("Team", Team(team, roster) ?? text["DeletedTeam"].Value) : null,
                filter with
                {
                    TeamId = null,
                }),
            (filter.Tool is { } tool ? Named("ExecutedTool", tool) : null, filter with { Tool = null }),
            (
                filter.WorkflowId is not null ? Named("MatchedWorkflow", workflow ?? text["DeletedWorkflow"]) : null,
                filter with
                {
                    WorkflowId = null,
                }),
            (filter.From is { } from ? text["CreatedFrom", Day(from)].Value : null, filter with { From = null }),
            (filter.To is { } to ? text["CreatedUntil", Day(to)].Value : null, filter with { To = null }),
        ];
        return from chip in chips where chip.Text is not null select new FilterChip(chip.Text, chip.Without);

        string OfCustomer(OfCustomer of, string name) =>
            of.OpenOnly ? text["OpenTicketsOf", name] : Named("Customer", name);

        string Name(AssignedTo assigned) =>
            assigned.AgentId is not { } agent ? text["ChipNobody"]
            : agent == me ? text["ChipMe"]
            : Person(agent, roster) ?? text["DeletedPerson"].Value;
    }

    /// <summary>Why nothing matches, as far as the filter itself says.</summary>
    public static string WhyEmpty(TicketFilter filter, Roster roster, IStringLocalizer<ListsText> text) => filter switch
    {
        { Problem: { } problem } => problem.ToString(),
        { TeamId: { } team } when Team(team, roster) is null => text["EmptyTeam"],
        { AssignedTo.AgentId: { } agent } when Person(agent, roster) is null => text["EmptyPerson"],
        { WorkflowId: not null } => text["EmptyWorkflow"],
        { Customer: not null } => text["EmptyCustomer"],
        { Text: not null } when (filter with { Text = null }).IsEmpty => text["EmptySearch"],
        { Text: not null } => text["EmptySearchAndFilters"],
        _ => text["EmptyFilters"],
    };

    private static string? Person(Guid agentId, Roster roster) =>
        roster.Agents.FirstOrDefault(agent => agent.Id == agentId)?.Name;

    private static string? Team(Guid teamId, Roster roster) =>
        roster.Teams.FirstOrDefault(team => team.Id == teamId)?.Name;

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}
