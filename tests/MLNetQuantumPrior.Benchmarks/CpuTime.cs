namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Timing of one thread on a machine that others use too: processor time instead of wall-clock time, the median of several runs.
/// </summary>
internal static class CpuTime
{
    private const int Runs = 7;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.1);

    /// <summary>Processor seconds of one call, after a warm-up that lets the runtime finish compiling.</summary>
    public static double Seconds(Action call)
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
        TimeSpan spent;
        do
        {
            call();
            calls++;
            spent = Environment.CpuUsage.TotalTime - start;
        }
        while (spent < Length);
        return spent.TotalSeconds / calls;
    }
}
