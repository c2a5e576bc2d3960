using System.Globalization;

namespace MLNetQuantumPrior.Sampling;

/// <content>Parts of the reads, as dimod's SampleSet has them.</content>
public sealed partial record SampleSet
{
    /// <summary>
    /// Each configuration once, in the order in which they came first, with <see cref="Occurrences"/>. Without <see cref="State"/>.
    /// </summary>
    public SampleSet Aggregate()
    {
        var places = new Dictionary<string, int>();
        var rows = new List<int>();
        var counts = new List<int>();
        for (int r = 0; r < Spins.Rows; r++)
        {
            string key = Bits(Spins[r]);
            if (!places.TryGetValue(key, out int place))
            {
                places.Add(key, place = rows.Count);
                rows.Add(r);
                counts.Add(0);
            }

            counts[place] += Count(r);
        }

        return Of([.. rows]) with { Occurrences = [.. counts] };
    }

    /// <summary>The reads of the lowest energy. Without <see cref="State"/>.</summary>
    /// <param name="tolerance">By how much an energy may be above the lowest, at least 0. Default 1e-5 of its size or of 1.</param>
    public SampleSet Lowest(double? tolerance = null)
    {
        if (tolerance is { } given && !(given >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), given, "Expected a number of at least 0.");
        }

        double lowest = LowestEnergy;
        double most = lowest + (tolerance ?? (1e-5 * Math.Max(1, Math.Abs(lowest))));
        return Of([.. Enumerable.Range(0, Spins.Rows).Where(r => Energies[r] <= most)]);
    }

    /// <summary>The rows of the lowest energies, lowest first, equal ones in their order. Without <see cref="State"/>.</summary>
    /// <param name="rows">How many, at least 1; all, if there are fewer.</param>
    public SampleSet Truncate(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return Of([.. Enumerable.Range(0, Spins.Rows).OrderBy(r => Energies[r]).Take(rows)]);
    }

    /// <summary>Number of rows and spins, and the lowest energies.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        string energies = string.Join(", ", Energies.Order().Take(3).Select(e => e.ToString("G6", CultureInfo.InvariantCulture)));
        text.Append(
            CultureInfo.InvariantCulture, $"{nameof(SampleSet)} {{ {Spins.Rows} x {Spins.Columns} spins, lowest energies {energies}");
        text.Append(Spins.Rows > 3 ? ", .." : "");
        text.Append(StoppedBy == SampleStop.None ? "" : $", stopped by {StoppedBy}");
        text.Append(Diagnostics is null ? "" : $", {Diagnostics}");
        return text.Append(" }").ToString();
    }

    internal int Count(int row) => Occurrences is { } counts ? counts[row] : 1;

    internal static string Bits(ReadOnlySpan<sbyte> spins)
    {
        Span<char> bits = spins.Length <= 1024 ? stackalloc char[spins.Length] : new char[spins.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = spins[i] > 0 ? '1' : '0';
        }

        return new(bits);
    }

    /// <summary>The rows that were done when a call was stopped.</summary>
    internal SampleSet Only(bool[] isDone, SampleStop reason) =>
        Of([.. Enumerable.Range(0, isDone.Length).Where(r => isDone[r])]) with { StoppedBy = reason };

    private SampleSet Of(int[] rows) => new(Spins.Rearranged(rows), [.. rows.Select(r => Energies[r])], State: null)
    {
        Diagnostics = Diagnostics,
        StoppedBy = StoppedBy,
        Occurrences = Occurrences is { } counts ? [.. rows.Select(r => counts[r])] : null,
    };
}

/// <summary>What ended a call before its reads were done.</summary>
public enum SampleStop
{
    /// <summary>Nothing: all reads are there.</summary>
    None,

    /// <summary><see cref="SampleRequest.TimeLimit"/>.</summary>
    TimeLimit,

    /// <summary><see cref="SampleRequest.TargetEnergy"/>.</summary>
    TargetEnergy,

    /// <summary><see cref="SampleRequest.Stop"/>.</summary>
    Stop,
}
