using System.Diagnostics;
using System.Globalization;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Seconds of a piece of work that runs on the calling thread alone: by the clock on the wall and, on Linux, of the processor.
/// </summary>
internal sealed class ProcessorClock
{
    private const string ThreadStatistics = "/proc/thread-self/schedstat"; // its first number: nanoseconds on a processor

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _processorStart = ProcessorNow();

    public double WallSeconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Wall-clock time where the system does not tell.</summary>
    public double ProcessorSeconds => double.IsNaN(_processorStart) ? WallSeconds : ProcessorNow() - _processorStart;

    private static double ProcessorNow() => File.Exists(ThreadStatistics)
        ? long.Parse(File.ReadAllText(ThreadStatistics).Split(' ')[0], CultureInfo.InvariantCulture) / 1e9
        : double.NaN;
}
