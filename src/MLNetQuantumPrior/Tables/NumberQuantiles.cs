namespace MLNetQuantumPrior;

/// <summary>
/// The distribution of a column of numbers as a monotone map between values and ranks within [0, 1]. A value that was seen often has the
/// range of its ranks, and all of them bring it back; between neighbouring knots the map is linear. No rank leads beyond the first and the
/// last value that was seen, and what a rank leads to has as many decimals as the column has.
/// </summary>
internal sealed class NumberQuantiles
{
    /// <summary>Knots that a column may have.</summary>
    public const int MostKnots = 256;

    /// <summary>Width of the ranks of a value that is not frequent: what a density is taken over.</summary>
    private const double Window = 1.0 / 256;

    private const int MostDecimals = 12;

    /// <summary>What the digits of a value of single precision leave open, as a part of it.</summary>
    private const double SinglePrecision = 1e-7;

    /// <summary>By how much a number in units of its last digit may miss a whole one.</summary>
    private const double Tolerance = 1e-6;

    private readonly double[] _values, _lows;
    private readonly double _unit;

    /// <summary>Makes a map from its knots.</summary>
    /// <param name="knots">One to <see cref="MostKnots"/>, by ascending values and ranks.</param>
    /// <param name="decimals">How many digits behind the point values have; null for any number of them.</param>
    /// <param name="step">Of how many units of the last digit values are multiples, counted from the least; at least 1.</param>
    /// <exception cref="ArgumentException">There are too few or too many, or numbers are not of this kind.</exception>
    public NumberQuantiles(ImmutableArray<RankKnot> knots, int? decimals, long step = 1)
    {
        bool fits = step >= 1 && !knots.IsDefaultOrEmpty && knots.Length <= MostKnots && decimals is null or (>= 0 and <= MostDecimals);
        for (int k = 0; fits && k < knots.Length; k++)
        {
            fits = knots[k].IsOrdered && (k == 0 || (knots[k].Value > knots[k - 1].Value && knots[k].Low >= knots[k - 1].High));
        }

        if (!fits || !double.IsFinite(knots[^1].Value - knots[0].Value))
        {
            throw new ArgumentException(
                $"Quantiles: expected 1 to {MostKnots}, finite, ascending, with ranks within [0, 1] and at most {MostDecimals} decimals.");
        }

        (Knots, Decimals, Step) = (knots, decimals, step);
        _values = [.. knots.Select(knot => knot.Value)];
        _lows = [.. knots.Select(knot => knot.Low)];
        _unit = decimals is { } digits ? step * Math.Pow(10, -digits) : 0;
    }

    /// <summary>Values and their ranks, ascending.</summary>
    public ImmutableArray<RankKnot> Knots { get; }

    /// <summary>How many digits behind the point values have; null for any number of them.</summary>
    public int? Decimals { get; }

    /// <summary>Of how many units of the last digit values are multiples, from the least one; 1 where they have any digits.</summary>
    public long Step { get; }

    /// <summary>The least value that was seen.</summary>
    public double Least => _values[0];

    /// <summary>The largest value that was seen.</summary>
    public double Most => _values[^1];

    /// <summary>Learns the distribution of numbers.</summary>
    /// <param name="values">Finite numbers, at least one.</param>
    /// <param name="decimals">How many digits behind the point to keep; null finds it.</param>
    public static NumberQuantiles Of(ReadOnlySpan<double> values, int? decimals = null)
    {
        double[] sorted = decimals is { } digits ? [.. values.ToArray().Select(value => Math.Round(value, digits))] : values.ToArray();
        Array.Sort(sorted);
        List<(double Value, int First, int Count)> runs = Runs(sorted);
        var knots = ImmutableArray.CreateBuilder<RankKnot>();
        double all = sorted.Length;
        foreach (int k in Choose(runs, sorted.Length))
        {
            (double value, int first, int count) = runs[k];
            double middle = (first + (count / 2.0)) / all;
            knots.Add(count > 1 ? new(value, first / all, (first + count) / all) : new(value, middle, middle));
        }

        return decimals is null && DecimalsOf(runs) is { } found
            ? new(knots.ToImmutable(), found, StepOf(runs, found))
            : new(knots.ToImmutable(), decimals);
    }

    /// <summary>The ranks of a value, or those of the values that round to it; never an empty range.</summary>
    public (double Low, double High) Ranks(double value)
    {
        int k = LastNotAbove(_values, Math.Clamp(value, Least, Most));
        RankKnot knot = Knots[k];
        if (value == knot.Value && knot.High > knot.Low)
        {
            return (knot.Low, knot.High);
        }

        (double low, double high) = (Rank(value - (_unit / 2)), Rank(value + (_unit / 2)));
        double missing = Math.Max(0, Window - (high - low)) / 2;
        return (Math.Max(0, low - missing), Math.Min(1, high + missing));
    }

    /// <summary>The ranks of all values of an interval, which may be empty, and of what rounds to them.</summary>
    public (double Low, double High) Ranks(double least, double most) => (
        least <= Least ? 0
            : least > Most ? 1
            : _unit > 0 ? Rank((Math.Ceiling((least / _unit) - Tolerance) - 0.5) * _unit)
            : Exact(least)?.Low ?? Rank(least),
        most >= Most ? 1
            : most < Least ? 0
            : _unit > 0 ? Rank((Math.Floor((most / _unit) + Tolerance) + 0.5) * _unit)
            : Exact(most)?.High ?? Rank(most));

    /// <summary>The middle rank of a value.</summary>
    public double Middle(double value)
    {
        double inside = Math.Clamp(value, Least, Most);
        return Exact(inside) is { } knot ? (knot.Low + knot.High) / 2 : Rank(inside);
    }

    /// <summary>The value of a rank.</summary>
    public double Value(double rank)
    {
        double within = Math.Clamp(rank, _lows[0], Knots[^1].High);
        int k = LastNotAbove(_lows, within);
        RankKnot knot = Knots[k];
        if (within <= knot.High)
        {
            return knot.Value;
        }

        RankKnot next = Knots[k + 1];
        double part = (within - knot.High) / (next.Low - knot.High);
        return Rounded(knot.Value + (part * (next.Value - knot.Value)));
    }

    /// <summary>The next number that the column might have: with its decimals, whole steps from the least one, within its range.</summary>
    public double Rounded(double value)
    {
        if (Decimals is not { } digits)
        {
            return Math.Clamp(value, Least, Most);
        }

        double rounded = Math.Clamp(Math.Round(Least + (Math.Round((value - Least) / _unit) * _unit), digits), Least, Most);

        // A knot of single precision is not quite its own decimals.
        int below = LastNotAbove(_values, rounded), above = Math.Min(below + 1, _values.Length - 1);
        double nearest = rounded - _values[below] <= _values[above] - rounded ? _values[below] : _values[above];
        return Math.Abs(nearest - rounded) <= SinglePrecision * Math.Abs(rounded) ? nearest : rounded;
    }

    private RankKnot? Exact(double value) => Knots[LastNotAbove(_values, value)] is { } knot && knot.Value == value ? knot : null;

    private double Rank(double value)
    {
        if (value <= Least)
        {
            return value < Least ? Knots[0].Low : Knots[0].High;
        }

        int k = LastNotAbove(_values, value);
        RankKnot knot = Knots[k];
        if (k == Knots.Length - 1)
        {
            return knot.High;
        }

        RankKnot next = Knots[k + 1];
        return knot.High + ((value - knot.Value) / (next.Value - knot.Value) * (next.Low - knot.High));
    }

    /// <summary>All runs if they are few; else those at evenly spread ranks, and the most frequent of the others.</summary>
    private static SortedSet<int> Choose(List<(double Value, int First, int Count)> runs, int count)
    {
        if (runs.Count <= MostKnots)
        {
            return [.. Enumerable.Range(0, runs.Count)];
        }

        const int Even = MostKnots / 2;
        int[] starts = [.. runs.Select(run => run.First)];
        var chosen = new SortedSet<int>();
        for (int place = 0; place < Even; place++)
        {
            int found = Array.BinarySearch(starts, (int)Math.Round(place / (Even - 1.0) * (count - 1)));
            chosen.Add(found >= 0 ? found : ~found - 1);
        }

        chosen.UnionWith([.. Enumerable.Range(0, runs.Count)
            .Where(run => runs[run].Count > 1 && !chosen.Contains(run))
            .OrderByDescending(run => runs[run].Count)
            .Take(MostKnots - chosen.Count)]);
        return chosen;
    }

    private static List<(double Value, int First, int Count)> Runs(double[] sorted)
    {
        var runs = new List<(double, int, int)>();
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            runs.Add((sorted[first] + 0, first, end - first)); // -0 becomes 0
        }

        return runs;
    }

    /// <summary>The fewest digits behind the point that all values have; null where they need too many.</summary>
    private static int? DecimalsOf(List<(double Value, int First, int Count)> runs)
    {
        int digits = 0;
        foreach ((double value, _, _) in runs)
        {
            // A value of single precision has seven digits, whatever follows them in double precision.
            while (digits <= MostDecimals / 2 && Math.Abs(value - Math.Round(value, digits)) > SinglePrecision * Math.Abs(value))
            {
                digits++;
            }
        }

        return digits <= MostDecimals / 2 ? digits : null;
    }

    /// <summary>The greatest common divisor of what values are above the least, in units of the last digit.</summary>
    private static long StepOf(List<(double Value, int First, int Count)> runs, int decimals)
    {
        double units = Math.Pow(10, decimals);
        long step = 0;
        foreach ((double value, _, _) in runs)
        {
            double above = Math.Round((value - runs[0].Value) * units);
            if (above > long.MaxValue / 2)
            {
                return 1;
            }

            for (long rest = (long)above; rest != 0;)
            {
                (step, rest) = (rest, step % rest);
            }
        }

        return Math.Max(1, step);
    }

    private static int LastNotAbove(double[] ascending, double value)
    {
        int found = Array.BinarySearch(ascending, value);
        return Math.Max(0, found >= 0 ? found : ~found - 1);
    }
}

/// <summary>A value and the ranks that bring it back.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The lowest of its ranks.</param>
/// <param name="High">The highest.</param>
internal readonly record struct RankKnot(double Value, double Low, double High)
{
    public bool IsOrdered => double.IsFinite(Value) && Low >= 0 && Low <= High && High <= 1;
}
