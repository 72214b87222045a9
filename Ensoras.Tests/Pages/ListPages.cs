using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.TicketLists;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

/// <summary>The parts of the lists.</summary>
public abstract class ListPages : PageTest
{
    protected ListPages() =>
        Services
            .AddSingleton(_ => World.Get<BulkRuns>())
            .AddSingleton(_ => World.Get<Preferences>())
            .AddSingleton<FilterMemory>()
            .AddScoped<Ensoras.Web.TicketLists.LeftoverSelection>();

    protected static TicketRow Row(string title = "Where is my order?", string tags = "") =>
        new(
            Guid.CreateVersion7(),
            1042,
            title,
            "Mira Lindqvist",
            "mira@example.org",
            Channel.Widget,
            TicketStatus.AwaitingAgent,
            TicketPriority.Medium,
            TicketType.Human,
            4,
            null,
            null,
            null,
            tags,
            false,
            false,
            new DateTimeOffset(2026, 3, 2, 9, 58, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero));

    protected IRenderedComponent<TComponent> RenderFor<TComponent>(
        Agent agent,
        Action<ComponentParameterCollectionBuilder<TComponent>> parameters)
        where TComponent : IComponent =>
        Render<TComponent>(builder =>
        {
            builder.AddCascadingValue(ViewerOf(agent));
            parameters(builder);
        });

    protected async Task<Team> GivenTeamAsync(string name)
    {
        var team = new Team(World.Project.Id, name, World.Now);
        await using var db = await World.OpenDbAsync();
        db.Add(team);
        await db.SaveChangesAsync();
        return team;
    }
}
