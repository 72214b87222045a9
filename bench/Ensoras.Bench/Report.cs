using System.Diagnostics;
using System.Runtime.InteropServices;
using Ensoras.Bench.Measuring;

namespace Ensoras.Bench;

/// <summary>Prints what was measured as a table in markdown.</summary>
internal static class Report
{
    public static void Print(BenchRun bench, TimeSpan? seeded, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine(
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, "
                + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
                + $"{(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} collector");
        to.WriteLine(
            $"{bench.Options.Tickets:N0} tickets, {bench.Options.Waiting:N0} in the Inbox, "
                + $"{bench.Options.Passages:N0} passages; times in milliseconds");
        to.WriteLine();
        to.WriteLine("| what | p50 | p95 | longest | processor | target (p95) | | |");
        to.WriteLine("|---|--:|--:|--:|--:|--:|---|---|");
        foreach (var figure in bench.Figures)
        {
            to.WriteLine(
                $"| {figure.What} | {figure.Median:N2} | {figure.Percentile95:N2} | {figure.Longest:N2} | "
                    + $"{figure.Processor:N2} | {figure.Target:0} | {figure.Verdict} | {figure.Note} |");
        }

        using var process = Process.GetCurrentProcess();
        to.WriteLine();
        to.WriteLine(
            $"File {new FileInfo(bench.Desk.File).Length / 1e9:N2} GB; "
                + $"{(seeded is { } time ? $"seeded in {time.TotalSeconds:N0} s" : "seeded before")}; "
                + $"managed heap {GC.GetTotalMemory(forceFullCollection: true) / 1e6:N0} MB after measuring, "
                + $"most memory {process.PeakWorkingSet64 / 1e6:N0} MB{(seeded is null ? "" : " with seeding")} "
                    + "(mapped pages of the file included).");
    }
}
