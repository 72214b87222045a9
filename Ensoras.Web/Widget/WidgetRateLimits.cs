using System.Threading.RateLimiting;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Web.Account;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Widget;

/// <summary>What a call counts as.</summary>
internal enum WidgetRate
{
    /// <summary>A new session.</summary>
    Session,

    /// <summary>A message.</summary>
    Message,

    /// <summary>Everything else.</summary>
    Call,
}

/// <summary>How often strangers may call, from the settings under <c>Ensoras:Widget</c>.</summary>
public sealed class WidgetLimits
{
    /// <summary>New sessions from one address without a pause, and then per minute.</summary>
    public int SessionsAtOnce { get; set; } = 20;

    public int SessionsPerMinute { get; set; } = 20;

    /// <summary>Messages in one session without a pause, and then per second.</summary>
    public int MessagesAtOnce { get; set; } = 10;

    public int MessagesPerSecond { get; set; } = 2;

    /// <summary>Other calls in one session without a pause, and then per second.</summary>
    public int CallsAtOnce { get; set; } = 40;

    public int CallsPerSecond { get; set; } = 5;

    /// <summary>Everything from one address, where many visitors may sit, without a pause, and then per
    /// second.</summary>
    public int RequestsAtOnce { get; set; } = 400;

    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Bytes that one visitor may upload in an hour: 100 MB, ten files of the largest size.</summary>
    public long UploadBytesPerHour { get; set; } = 100L * 1024 * 1024;

    /// <summary>Bytes that all visitors of one address may upload in an hour: 400 MB.</summary>
    public long UploadBytesPerHourAndAddress { get; set; } = 400L * 1024 * 1024;

    /// <summary>Open event streams of one session: its tabs.</summary>
    public int StreamsPerSession { get; set; } = 20;

    /// <summary>Open event streams of all visitors of one address.</summary>
    public int StreamsPerAddress { get; set; } = 500;
}

/// <summary>Counts calls per address and per session, in memory; a restart forgives.</summary>
internal sealed class WidgetRateLimits : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    public WidgetRateLimits(IOptions<WidgetLimits> options)
    {
        var limits = options.Value;

        // The visitor first: what is refused to one who wastes calls takes nothing from the others of the address.
        _limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, (WidgetRate Rate, string Who)>(http => RateOf(http) switch
            {
                WidgetRate.Session => RateLimitPartition.GetTokenBucketLimiter(
                    (WidgetRate.Session, Address(http)),
                    _ => Bucket(
                        limits.SessionsAtOnce, 1, TimeSpan.FromMinutes(1) / Math.Max(1, limits.SessionsPerMinute))),
                WidgetRate.Message => RateLimitPartition.GetTokenBucketLimiter(
                    (WidgetRate.Message, Session(http)),
                    _ => Bucket(
                        limits.MessagesAtOnce, 1, TimeSpan.FromSeconds(1) / Math.Max(1, limits.MessagesPerSecond))),
                _ when WidgetRequest.Token(http) is null => RateLimitPartition.GetNoLimiter((WidgetRate.Call, "")),
                _ => RateLimitPartition.GetTokenBucketLimiter(
                    (WidgetRate.Call, Session(http)),
                    _ => Bucket(limits.CallsAtOnce, limits.CallsPerSecond, TimeSpan.FromSeconds(1))),
            }),
            PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(
                Address(http),
                _ => Bucket(limits.RequestsAtOnce, limits.RequestsPerSecond, TimeSpan.FromSeconds(1)))));
    }

    public RateLimitLease Ask(HttpContext http) => _limiter.AttemptAcquire(http);

    public void Dispose() => _limiter.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int atOnce, int tokens, TimeSpan period) => new()
    {
        TokenLimit = Math.Max(1, atOnce),
        TokensPerPeriod = Math.Max(1, tokens),
        ReplenishmentPeriod = period,
        QueueLimit = 0,
    };

    private static WidgetRate RateOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.OfType<WidgetRate>().FirstOrDefault(WidgetRate.Call) ?? WidgetRate.Call;

    private static string Session(HttpContext http) =>
        WidgetRequest.Token(http) is { } token ? WidgetSession.Hash(token) : Address(http);

    internal static string Address(HttpContext http) => ClientNetwork.Of(http);
}
