namespace Ensoras.Domain.Channels;

/// <summary>
/// When a message that certainly did not go out is tried again: soon at first, then for four days (RFC 5321,
/// 4.5.4.1).
/// </summary>
public static class SendRetries
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(4);

    private static readonly TimeSpan[] FirstDelays =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4),
    ];

    /// <summary>How long to wait after so many attempts; null when it is given up.</summary>
    public static TimeSpan? DelayAfter(int attempts)
    {
        var waited = TimeSpan.Zero;
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            waited += Delay(attempt);
        }

        return waited <= GiveUpAfter ? Delay(attempts) : null;
    }

    private static TimeSpan Delay(int attempt) => FirstDelays[Math.Min(attempt, FirstDelays.Length) - 1];
}
