using System.Diagnostics;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Seconds of one pass over a view.</summary>
/// <param name="Wall">By the clock on the wall.</param>
/// <param name="Processor">Of processors, over all threads: what other programs disturb least.</param>
internal readonly record struct PassTime(double Wall, double Processor)
{
    public static PassTime Of(Action pass)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        pass();
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }
}
