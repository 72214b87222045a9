using Ensoras.Floor;

// The least that a live page costs with this framework: what the Inbox is measured against, in the same run.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton<Counter>();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
app.UseAntiforgery();
app.MapPost("/count/{value}", (string value, Counter counter) => counter.Set(value)).DisableAntiforgery();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = true);
await app.RunAsync();
