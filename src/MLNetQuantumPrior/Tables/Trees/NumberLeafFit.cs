namespace MLNetQuantumPrior;

/// <summary>
/// Makes the distribution of a leaf from its training cells, of which steps over several of them and frequent values remain.
/// </summary>
/// <param name="numbers">What ranks are ranks of.</param>
/// <param name="rowsPerStep">About how many rows a step has.</param>
internal sealed class NumberLeafFit(NumberQuantiles numbers, int rowsPerStep)
{
    /// <summary>Steps that a leaf may have, apart from frequent values.</summary>
    private const int MostSteps = 64;

    private readonly double[] _knots = [.. numbers.Knots.Select(knot => knot.Value)];

    /// <summary>The distribution of some cells.</summary>
    /// <param name="present">Numbers, sorted.</param>
    /// <param name="missing">How many further cells are missing.</param>
    public NumberLeaf Of(ReadOnlySpan<double> present, int missing)
    {
        var steps = ImmutableArray.CreateBuilder<RankStep>();
        int perStep = Math.Max(rowsPerStep, (present.Length + MostSteps - 1) / MostSteps);
        var ranks = new List<double>();
        double bound = 0;
        for (int first = 0, end; first < present.Length; first = end)
        {
            end = first + 1;
            while (end < present.Length && present[end] == present[first])
            {
                end++;
            }

            int knot = Array.BinarySearch(_knots, present[first]);
            if (end - first >= perStep && knot >= 0 && numbers.Knots[knot].High > numbers.Knots[knot].Low)
            {
                AddSpread(steps, ranks, bound, numbers.Knots[knot].Low, perStep);
                steps.Add(new(end - first, knot, 0, 0));
                bound = numbers.Knots[knot].High;
                continue;
            }

            (double low, double high) = knot >= 0 && numbers.Knots[knot].High > numbers.Knots[knot].Low
                ? (numbers.Knots[knot].Low, numbers.Knots[knot].High)
                : (numbers.Middle(present[first]), numbers.Middle(present[first]));
            for (int k = first; k < end; k++)
            {
                ranks.Add(low + ((high - low) * (k - first + 0.5) / (end - first)));
            }
        }

        AddSpread(steps, ranks, bound, 1, perStep);
        return new(missing, steps.ToImmutable());
    }

    /// <summary>Adds steps over ranks, between bounds, and clears them.</summary>
    private static void AddSpread(ImmutableArray<RankStep>.Builder steps, List<double> ranks, double least, double most, int perStep)
    {
        if (ranks.Count == 0)
        {
            return;
        }

        int count = Math.Max(1, ranks.Count / perStep);
        double half = ranks.Count > 1 ? (ranks[^1] - ranks[0]) / (2 * (ranks.Count - 1)) : 1.0 / 128;
        double low = Math.Max(least, ranks[0] - half);
        for (int step = 0, first = 0; step < count; step++)
        {
            int end = (step + 1) * ranks.Count / count;
            double high = end < ranks.Count ? (ranks[end - 1] + ranks[end]) / 2 : Math.Min(most, ranks[^1] + half);
            ushort to = Math.Max((ushort)1, Point(high));
            steps.Add(new(end - first, -1, Math.Min(Point(low), (ushort)(to - 1)), to));
            (first, low) = (end, high);
        }

        ranks.Clear();
    }

    private static ushort Point(double rank) => (ushort)Math.Round(Math.Clamp(rank, 0, 1) * ushort.MaxValue);
}
