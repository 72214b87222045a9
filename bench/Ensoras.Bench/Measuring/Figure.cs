namespace Ensoras.Bench.Measuring;

/// <summary>One line of the table. Times in milliseconds.</summary>
/// <param name="Target">What the 95th percentile shall not exceed; null where none is set.</param>
/// <param name="Processor">What one operation cost the processors in all, which a busy machine changes less than the
/// time it took.</param>
/// <param name="Note">What else was counted.</param>
internal sealed record Figure(
    string What,
    double Median,
    double Percentile95,
    double Longest,
    double Processor,
    double? Target = null,
    string Note = "")
{
    public string Verdict => Target is null ? "" : Percentile95 <= Target ? "pass" : "MISS";

    public static Figure Of(
        string what,
        IReadOnlyCollection<double> milliseconds,
        TimeSpan processor,
        double? target = null,
        string note = "")
    {
        double[] sorted = [.. milliseconds.Order()];
        return new Figure(
            what,
            At(sorted, 0.50),
            At(sorted, 0.95),
            sorted[^1],
            processor.TotalMilliseconds / sorted.Length,
            target,
            note);
    }

    private static double At(double[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
