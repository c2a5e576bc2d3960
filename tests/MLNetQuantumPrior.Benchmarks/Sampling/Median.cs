using System.Diagnostics;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Timing on a noisy machine: the median of several runs of at least a given length.</summary>
internal static class Median
{
    private const int Runs = 7;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.3);

    /// <summary>Wall-clock seconds of one call, after a warm-up that lets the runtime finish compiling.</summary>
    public static double Seconds(Action call) => OfRuns(() => Stopwatch.GetElapsedTime(0), call);

    /// <summary>Processor seconds of one call, over all threads: what a call costs while others use the machine too.</summary>
    public static double CpuSeconds(Action call) => OfRuns(() => Environment.CpuUsage.TotalTime, call);

    private static double OfRuns(Func<TimeSpan> clock, Action call)
    {
        Repeat(clock, call);
        Repeat(clock, call);
        double[] seconds = [.. Enumerable.Range(0, Runs).Select(_ => Repeat(clock, call)).Order()];
        return seconds[Runs / 2];
    }

    private static double Repeat(Func<TimeSpan> clock, Action call)
    {
        TimeSpan start = clock();
        int calls = 0;
        do
        {
            call();
            calls++;
        }
        while (clock() - start < Length);
        return (clock() - start).TotalSeconds / calls;
    }
}
