using Ensoras.Domain;
using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tools;
using Ensoras.Web;
using Ensoras.Web.Account;
using Ensoras.Web.Api;
using Ensoras.Web.Hosting;
using Ensoras.Web.Live;
using Ensoras.Web.Localization;
using Ensoras.Web.Mail;
using Ensoras.Web.Scheduling;
using Ensoras.Web.TicketLists;
using Ensoras.Web.Widget;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

var builder = WebApplication.CreateBuilder(args);
var start = StartOptions.From(builder.Configuration, builder.Environment.ContentRootPath, args);

builder.WebHost.UseDeskAddress(builder.Configuration);
builder.AddDeskLogging();
builder.Logging.AddStartFilter();

// A published app finds its assets beside it; a built one is told by the manifest where they lie, whatever the
// environment.
builder.WebHost.UseStaticWebAssets();

// What the desk is: storage, the domain, the clock.
builder.Services.AddEnsorasStorage(start.Postgres, start.SqliteFile, start.SurvivesPowerCut);
builder.Services.AddSchedule();
builder.Services.AddHostedService<ClockCheck>();
builder.Services.AddEnsoras();
builder.Services.AddOptions<EmailSettings>().BindConfiguration("Ensoras:Email");
builder.Services.AddSingleton(start);
builder.Services.AddSingleton<SampleOutbox>();
builder.Services.AddSingleton<IPostConfigureOptions<EmailSettings>>(services =>
    services.GetRequiredService<SampleOutbox>());
builder.Services.AddSingleton<IToolSource, SampleTools>();

// Who may be here.
if (!KeyCertificate.TryLoad(builder.Configuration, out var keyCertificate))
{
    return 1;
}

if (!SentenceModelSetup.TryAdd(builder.Services, builder.Configuration))
{
    return 1;
}

builder.Services.AddSignIn(keyCertificate);
builder.Services.AddSecurityHeaders();

// What they see.
builder.Services.AddMudServices();
builder.Services.AddScoped<Ensoras.Web.Components.Toasts>();
builder.Services.AddCultures(builder.Configuration.GetValue<bool>("Ensoras:PseudoLanguage"));
builder.Services.AddSingleton<FilterMemory>();
builder.Services.AddScoped<OpenedList>();
builder.Services.AddScoped<Ensoras.Web.TicketDetail.NextTicketChoice>();
builder.Services.AddScoped<Ensoras.Web.TicketLists.LeftoverSelection>();
builder.Services.AddSingleton<Ensoras.Web.Live.Ticker>();
builder.Services.AddRazorComponents()
    .AddInteractiveServerComponents(circuits => circuits.DetailedErrors = builder.Environment.IsDevelopment())
    .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 256 * 1024);
builder.Services.AddApiProblems();
builder.Services.AddWidget();
builder.Services.AddDeskApi();
builder.Services.AddMail();

if (await BackupCommand.RunAsync(start, args, CancellationToken.None) is { } backedUp)
{
    return backedUp;
}

var app = builder.Build();
if (await app.PrepareAsync(start, args) is { } exitCode)
{
    return exitCode;
}

// First, so that errors are in the caller's language too.
app.UseRequestLocalization();
app.UseExceptionHandler(PageErrors.Options);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseApiProblems();
app.UseRequestCheck();
app.UseSetupGate();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.UseExpiredForms();
app.MapStaticAssets().AllowAnonymous();
app.MapHealth();
app.MapWidget();
app.MapDeskApi();
app.MapMail();
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = true)
    .RequireAuthorization();

return await app.RunDeskAsync();

/// <summary>The program, named so that tests can host it.</summary>
public partial class Program;
