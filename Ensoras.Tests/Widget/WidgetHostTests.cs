using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Widget;

/// <summary>Tests that call the chat’s endpoints on a host of their own.</summary>
public abstract class WidgetHostTests : IAsyncLifetime
{
    private protected Database Stored { get; private set; } = null!;

    private protected WidgetHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stored = await Database.CreateAsync(Engine.Sqlite);
        Host = await WidgetHost.StartAsync(Stored);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Stored.DisposeAsync();
    }

    protected async Task<string> ReadAsync(string path, string token)
    {
        using var response = await Host.SendAsync(HttpMethod.Get, path, token);
        return await response.Content.ReadAsStringAsync();
    }

    protected async Task RefusedAsync(
        HttpStatusCode status,
        HttpMethod method,
        string path,
        string? token = null,
        object? body = null) => await RefusedAsync(status, await Host.SendAsync(method, path, token, body));

    protected static async Task RefusedAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(status, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.NotEmpty(problem.GetProperty("title").GetString()!);
            Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }
}
