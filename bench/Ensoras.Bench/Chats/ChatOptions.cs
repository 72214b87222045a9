namespace Ensoras.Bench.Chats;

/// <summary>How many write how fast, and for how long it is measured.</summary>
/// <param name="App">The published program.</param>
internal sealed record ChatOptions(string App, int Visitors = 300, int Streams = 50, double PerSecond = 300)
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>What came of it, in milliseconds.</summary>
internal sealed record ChatFigures(double PerSecond, double[] Messages, double[] Pages, int Failed)
{
    public override string ToString() =>
        $"""
            | what | p50 | p95 | longest |
            |---|--:|--:|--:|
            | a visitor's message acknowledged, {PerSecond:N0} a second, {Failed} failed | {At(Messages, 50):N0} | {At(
                Messages,
                95):N0} | {At(Messages, 100):N0} |
            | the whole Inbox page meanwhile | {At(Pages, 50):N0} | {At(Pages, 95):N0} | {At(Pages, 100):N0} |
            """;

    private static double At(double[] times, double percent)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }
}
