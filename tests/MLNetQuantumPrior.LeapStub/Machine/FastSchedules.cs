using System.Collections.Concurrent;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>The published schedules of fast anneals.</summary>
internal static class FastSchedules
{
    private static readonly ConcurrentDictionary<string, AnnealingSchedule> Tables = new();

    /// <summary>The schedule of a processor.</summary>
    /// <param name="name">Such as "Advantage2_system1".</param>
    /// <param name="nanoseconds">Length of the anneal.</param>
    public static AnnealingSchedule Of(string name, double nanoseconds) => Tables.GetOrAdd(name, Read).WithDuration(nanoseconds);

    private static AnnealingSchedule Read(string name)
    {
        Stream table = typeof(FastSchedules).Assembly.GetManifestResourceStream($"{name}_fast.csv")
            ?? throw new InvalidOperationException($"Fast schedule of '{name}': expected a published table, found none.");
        using var reader = new StreamReader(table);
        return ScheduleTable.Read(reader, duration: 5);
    }
}
