using AngleSharp.Dom;
using Bunit;
using Bunit.Extensions.WaitForHelpers;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Live;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Setup;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.Live;
using Ensoras.Web.Localization;
using Ensoras.Web.TicketDetail;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using MudBlazor.Services;
using TicketPage = Ensoras.Web.TicketDetail.TicketPage;

namespace Ensoras.Tests.Support;

/// <summary>
/// A screen on a real desk whose clock stands still; what the browser's scripts do is left to the journeys.
/// </summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    private World? _world;

    /// <summary>Where open menus and lists are drawn.</summary>
    protected IRenderedComponent<MudPopoverProvider> Popovers { get; private set; } = null!;

    /// <summary>Where open dialogs are drawn.</summary>
    protected IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    protected World World => _world ?? throw new InvalidOperationException("The test has not begun.");

    public virtual async Task InitializeAsync()
    {
        // A slow machine is no failure; what never happens is one still.
        DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        _world = await World.CreateAsync();
        foreach (
            var service in new object[]
            {
                World.Desk,
                World.Reads,
                World.List,
                World.Live,
                World.Get<Presence>(),
                World.Get<ProjectAdmin>(),
                World.Get<ProjectReads>(),
                World.Get<KnowledgeBase>(),
                World.Get<ChoiceReads>(),
                World.Get<Departures>(),
                World.Get<ActiveChats>(),
                World.Get<SetupReads>(),
                World.Get<Preferences>(),
                World.Get<Ensoras.Domain.Workflows.WorkflowStore>(),
                World.Get<CustomerAddresses>(),
                World.Get<Ensoras.Domain.Channels.Email.Inbound.MailLedger>(),
                World.Get<Ensoras.Domain.Channels.Email.Inbound.Intake>(),
                World.Get<Ensoras.Domain.Channels.Email.Mailboxes.MailAdmin>(),
                World.Get<Ensoras.Domain.Channels.Email.Mailboxes.MailboxTest>(),
                World.Get<ClockJumps>(),
            })
        {
            Services.AddSingleton(service.GetType(), service);
        }

        Services
            .AddSingleton<TimeProvider>(World.Time)
            .AddSingleton(new Ticker(World.Time, NullLogger<Ticker>.Instance))
            .AddMudServices()
            .AddScoped<Toasts>()
            .AddScoped<OpenedList>()
            .AddScoped<NextTicketChoice>()
            .AddCultures();
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Popovers = Render<MudPopoverProvider>();
        Dialogs = Render<MudDialogProvider>();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await World.DisposeAsync();
    }

    /// <summary>
    /// Lets the clock run at about its usual speed until the screen is as expected: announcements are throttled by
    /// it.
    /// </summary>
    protected async Task EventuallyAsync<TPage>(IRenderedComponent<TPage> page, Action assertion)
        where TPage : IComponent
    {
        // A test that awaited the page may go on inside the page's own turn, and then the page waits for the test.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var step = TimeSpan.FromMilliseconds(200);
        for (var left = 100; ; left--)
        {
            World.Time.Advance(step);
            try
            {
                page.WaitForAssertion(assertion, step);
                return;
            }
            catch (WaitForFailedException) when (left > 0)
            {
                // Not yet.
            }
        }
    }

    /// <summary>The ticket page as that person sees it.</summary>
    protected async Task<IRenderedComponent<TicketPage>> OpenTicketAsync(Guid ticketId, Agent agent)
    {
        var number = (await World.DetailAsync(ticketId)).Ticket.Number;
        var page = Render<TicketPage>(parameters =>
            parameters.AddCascadingValue(ViewerOf(agent)).Add(shown => shown.Number, number));
        page.WaitForElement(".ticket-header h1");
        await page.InvokeAsync(() => page.Instance.Following ?? Task.CompletedTask);
        return page;
    }

    /// <summary>What a ticket's page hands to its parts.</summary>
    protected TicketCommands CommandsOf(Guid ticketId, Agent agent) =>
        new(World.Desk, Services.GetRequiredService<Toasts>(), NullLogger.Instance, ticketId, Actor.Of(agent));

    protected static Viewer ViewerOf(Agent agent) => new(agent.Id, agent.ProjectId, agent.Name, agent.Role);

    protected static IEnumerable<string> Buttons<TPage>(IRenderedComponent<TPage> page)
        where TPage : IComponent => page.FindAll("button").Select(Label);

    protected static IElement Button<TPage>(IRenderedComponent<TPage> page, string label)
        where TPage : IComponent => page.FindAll("button").First(button => Label(button) == label);

    /// <summary>Chooses from a list by what both are called.</summary>
    protected async Task ChooseAsync<TPage>(IRenderedComponent<TPage> page, string list, string choice)
        where TPage : IComponent
    {
        await page.InvokeAsync(() =>
            page.Find($".mud-select:has([aria-label='{list}']) .mud-input-control").MouseDown());
        Popovers.WaitForElement(".mud-list-item");
        await Popovers.InvokeAsync(() =>
            Popovers.FindAll(".mud-list-item").First(item => item.TextContent.Trim() == choice).Click());
    }

    private static string Label(IElement button) => button.TextContent.Trim();
}
