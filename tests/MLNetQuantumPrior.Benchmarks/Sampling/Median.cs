namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Timing on a noisy machine: the median of several runs of at least a given length.</summary>
internal static class Median
{
    private const int Runs = 7;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.3);

    /// <summary>
    /// Processor seconds of one call, over all threads: what a call costs while others use the machine too. After a warm-up that lets the
    /// runtime finish compiling.
    /// </summary>
    public static double CpuSeconds(Action call)
    {
        Repeat(call);
        Repeat(call);
        double[] seconds = [.. Enumerable.Range(0, Runs).Select(_ => Repeat(call)).Order()];
        return seconds[Runs / 2];
    }

    private static double Repeat(Action call)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        int calls = 0;
        do
        {
            call();
            calls++;
        }
        while (Environment.CpuUsage.TotalTime - start < Length);
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds / calls;
    }
}
