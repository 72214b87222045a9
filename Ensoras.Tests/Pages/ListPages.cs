using Bunit;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Account;
using Ensoras.Web.Live;
using Ensoras.Web.Tickets;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

/// <summary>The parts of the lists on a real desk with a clock that stands still; what the browser's scripts do is left to the journeys.</summary>
public abstract class ListPages : BunitContext, IAsyncLifetime
{
    protected World World { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        World = await World.CreateAsync();
        foreach (var service in new object[] { World.Desk, World.Reads, World.List, World.Live, World.Get<Presence>(), World.Get<ProjectReads>(), World.Get<BulkRuns>(), World.Get<Preferences>() })
        {
            Services.AddSingleton(service.GetType(), service);
        }

        Services.AddSingleton<TimeProvider>(World.Time).AddSingleton<FilterMemory>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await World.DisposeAsync();
    }

    protected static TicketRow Row(string title = "Where is my order?", string tags = "") => new(
        Guid.CreateVersion7(), 1042, title, "Mira Lindqvist", "mira@example.org", Channel.Widget, TicketStatus.AwaitingAgent, TicketPriority.Medium, TicketType.Human,
        4, null, null, null, tags, false, false, new DateTimeOffset(2026, 3, 2, 9, 58, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero));

    protected IRenderedComponent<TComponent> RenderFor<TComponent>(Agent agent, Action<ComponentParameterCollectionBuilder<TComponent>> parameters)
        where TComponent : IComponent =>
        Render<TComponent>(builder =>
        {
            builder.AddCascadingValue(new Viewer(agent.Id, World.Project.Id, agent.Name, agent.Role));
            parameters(builder);
        });
}
