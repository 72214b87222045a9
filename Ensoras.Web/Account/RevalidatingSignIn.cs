using System.Globalization;
using System.Security.Claims;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Ensoras.Web.Account;

/// <summary>
/// Ends an open screen when its person is signed out, deactivated or given another role: at once by the announcement,
/// and by looking now and then, because announcements can be lost.
/// </summary>
public sealed class RevalidatingSignIn : RevalidatingServerAuthenticationStateProvider
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));
    private readonly AgentSessions _sessions;
    private readonly LiveUpdates _live;
    private readonly ILogger _logger;
    private readonly CultureInfo _culture = CultureInfo.CurrentUICulture;
    private readonly CancellationTokenSource _leaving = new();
    private IDisposable? _subscription;

    public RevalidatingSignIn(ILoggerFactory loggers, AgentSessions sessions, LiveUpdates live)
        : base(loggers)
    {
        (_sessions, _live, _logger) = (sessions, live, loggers.CreateLogger<RevalidatingSignIn>());
        AuthenticationStateChanged += Follow;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(20);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken)
    {
        if (Viewer.From(authenticationState.User) is not { SessionId: { } sessionId } viewer)
        {
            return authenticationState.User.Identity?.IsAuthenticated is not true;
        }

        try
        {
            return await _sessions.IsOpenAsync(viewer.AgentId, sessionId, viewer.Role, cancellationToken);
        }
        catch (Exception error) when (StorageFailure.Is(error))
        {
            // While the database is away nothing can be changed either; it is asked again.
            _logger.LogWarning(error, "Whether somebody is still signed in could not be read.");
            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        AuthenticationStateChanged -= Follow;
        _leaving.Cancel();
        _subscription?.Dispose();
        _leaving.Dispose();
        base.Dispose(disposing);
    }

    private void Follow(Task<AuthenticationState> changed)
    {
        _subscription?.Dispose();
        _subscription = null;
        if (changed is { IsCompletedSuccessfully: true, Result: { } state } && Viewer.From(state.User) is { } viewer)
        {
            _subscription = _live.Subscribe([LiveScope.Agent(viewer.AgentId)], () => CheckAsync(state));

            // What happened before it was followed is not announced again.
            _ = CheckAsync(state);
        }
    }

    private async Task CheckAsync(AuthenticationState state)
    {
        try
        {
            if (!await ValidateAuthenticationStateAsync(state, _leaving.Token))
            {
                // The announcement comes in its publisher's language.
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = _culture;
                SetAuthenticationState(Task.FromResult(Nobody));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The screen was closed.
        }
#pragma warning disable CA1031 // Nobody awaits it; the next look decides.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _logger.LogError(error, "Whether somebody is still signed in could not be found out.");
        }
    }
}
