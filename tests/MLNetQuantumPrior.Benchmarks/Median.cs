using System.Diagnostics;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Timing on a noisy machine: the median of several runs of at least a given length.</summary>
internal static class Median
{
    private const int Runs = 7;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.3);

    /// <summary>Seconds of one call, after a warm-up that lets the runtime finish compiling.</summary>
    public static double Seconds(Action call)
    {
        Repeat(call);
        Repeat(call);
        double[] seconds = [.. Enumerable.Range(0, Runs).Select(_ => Repeat(call)).Order()];
        return seconds[Runs / 2];
    }

    private static double Repeat(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        do
        {
            call();
            calls++;
        }
        while (Stopwatch.GetElapsedTime(start) < Length);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
