using System.Diagnostics;
using Ensoras.Bench.Seeding;

namespace Ensoras.Bench.Measuring;

/// <summary>What every measurement is given: the desk, who is on it, and how often to repeat.</summary>
internal sealed class BenchRun(BenchDesk desk, Cast cast, BenchOptions options)
{
    private readonly List<Figure> _figures = [];

    public BenchDesk Desk => desk;

    public Cast Cast => cast;

    public BenchOptions Options => options;

    public Guid ProjectId => cast.Project.Id;

    public Random Random { get; } = new(11);

    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>Runs <paramref name="act"/> until it is warm, then measures it once per iteration.</summary>
    /// <param name="target">Milliseconds that the 95th percentile shall not exceed.</param>
    public async Task MeasureAsync(string what, double? target, Func<Task> act)
    {
        for (var warmUp = 0; warmUp < Math.Min(options.Iterations, 100); warmUp++)
        {
            await act();
        }

        desk.Queries.Forget();
        var queriesBefore = desk.Queries.Count;
        var processorBefore = Environment.CpuUsage.TotalTime;
        var times = new List<double>(options.Iterations);
        for (var iteration = 0; iteration < options.Iterations; iteration++)
        {
            var started = Stopwatch.GetTimestamp();
            await act();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var queries = (desk.Queries.Count - queriesBefore) / (double)options.Iterations;
        Add(
            Figure.Of(what, times, Environment.CpuUsage.TotalTime - processorBefore, target, $"{queries:0.#} "
                + "commands"));
    }

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.WriteLine(
            $"  {figure.What}: {figure.Median:N2} / {figure.Percentile95:N2} ms, processor {figure.Processor:N2} ms "
                + $"{figure.Verdict} {figure.Note}");
        if (options.ShowsPlans)
        {
            desk.Queries.PrintPlans(desk.File, figure.What, Console.Out);
        }
    }
}
