using System.Collections.Concurrent;
using System.Reflection;

namespace MLNetQuantumPrior.Leap;

/// <summary>The annealing schedules that D-Wave publishes for its processors, by name of the solver.</summary>
/// <remarks>
/// A name fits if it starts with that of a processor and the next character is no digit: "Advantage2_system1.6" and
/// "Advantage2_system1;graph_id=01d07086e1" are "Advantage2_system1". The tables are thinned; temperatures from them differ by less than
/// 1e-3 of their size. They describe an ideal processor: the real one is to be calibrated.
/// </remarks>
public static class PublishedSchedules
{
    private const double PlanckOverTwoBoltzmann = 6.62607015e-34 / (2 * 1.380649e-23); // kelvin seconds
    private const string FastTable = "_fast.csv", StandardTable = "_standard.csv";

    private static readonly ConcurrentDictionary<string, AnnealingSchedule> Tables = [];

    /// <summary>The processors, as they start the names of solvers.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(PublishedSchedules).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(FastTable, StringComparison.Ordinal))
            .Select(name => name[..^FastTable.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether there are tables for a solver.</summary>
    /// <param name="solver">Name of the solver.</param>
    public static bool Contains(string solver) => NameOrNull(solver) is not null;

    /// <summary>A fast anneal, as the fast-anneal protocol runs it.</summary>
    /// <param name="solver">Name of the solver.</param>
    /// <param name="nanoseconds">Length of the anneal, above 0.</param>
    /// <exception cref="ArgumentException">There is no table for the solver, or the time is out of range.</exception>
    public static AnnealingSchedule Fast(string solver, double nanoseconds) => Table(solver, FastTable).WithDuration(nanoseconds);

    /// <summary>A standard anneal.</summary>
    /// <param name="solver">Name of the solver.</param>
    /// <param name="nanoseconds">Length of the anneal, above 0.</param>
    /// <exception cref="ArgumentException">There is no table for the solver, or the time is out of range.</exception>
    public static AnnealingSchedule Standard(string solver, double nanoseconds) => Table(solver, StandardTable).WithDuration(nanoseconds);

    /// <summary>
    /// The inverse temperature of a standard anneal whose spins freeze at a point: h B(s) / (2 k T), h Planck's constant and k Boltzmann's.
    /// A start for a calibration.
    /// </summary>
    /// <param name="solver">Name of the solver.</param>
    /// <param name="s">Share of the anneal at which spins freeze, between 0 and 1; D-Wave publishes it for each processor.</param>
    /// <param name="millikelvin">Temperature of the processor, above 0; published too.</param>
    /// <exception cref="ArgumentException">There is no table for the solver, or a number is out of range.</exception>
    public static double FreezeOutBeta(string solver, double s, double millikelvin)
    {
        if (!(s >= 0 && s <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(s), s, "Expected a number within [0, 1].");
        }

        if (!(double.IsFinite(millikelvin) && millikelvin > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(millikelvin), millikelvin, "Expected a finite number above 0.");
        }

        double gigahertz = Table(solver, StandardTable).At(s).B / Math.PI; // at duration 1, in radians per unit of time
        return PlanckOverTwoBoltzmann * gigahertz * 1e9 / (millikelvin * 1e-3);
    }

    /// <summary>The longest name that a solver's starts with.</summary>
    private static string? NameOrNull(string solver)
    {
        ArgumentNullException.ThrowIfNull(solver);
        return Names
            .Where(name => solver.StartsWith(name, StringComparison.Ordinal)
                && !(solver.Length > name.Length && char.IsAsciiDigit(solver[name.Length])))
            .MaxBy(name => name.Length);
    }

    private static AnnealingSchedule Table(string solver, string kind) => NameOrNull(solver) is { } name
        ? Tables.GetOrAdd(name + kind, Read)
        : throw new ArgumentException(
            $"Published schedule of solver '{solver}': expected a name that starts with one of {string.Join(", ", Names)}; " +
            $"read the table of another processor with {nameof(ScheduleTable)}.",
            nameof(solver));

    private static AnnealingSchedule Read(string resource)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return ScheduleTable.Read(reader, duration: 1);
    }
}
