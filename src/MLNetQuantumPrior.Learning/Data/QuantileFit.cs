using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Chooses the knots of <see cref="SlotQuantiles"/>.</summary>
internal static class QuantileFit
{
    /// <summary>
    /// The map of a slot's values: all of them are knots if few are different. Else those at <see cref="SlotQuantiles.MostKnots"/> / 2
    /// places spread evenly over the ranks, and as many over the scores, so that tails are followed as well; and where those coincide, the
    /// most frequent of the others.
    /// </summary>
    /// <param name="values">Finite values of the slot, at least one; sorted by this method.</param>
    /// <param name="isWhole">Whether all values of the slot are whole numbers.</param>
    public static SlotQuantiles Of(Span<float> values, bool isWhole)
    {
        values.Sort();
        List<Run> runs = Runs(values);
        double all = values.Length, first = 0.5 / all, last = 1 - first; // half a row: where the normal quantile is finite
        double[] scores = [.. runs.Select(run => (double)Quantile(run.First + (run.Count / 2.0)))];
        var knots = ImmutableArray.CreateBuilder<QuantileKnot>();
        foreach (int chosen in Choose(runs, scores, values.Length))
        {
            (float value, int start, int count) = runs[chosen];
            float score = (float)scores[chosen];
            (float low, float high) = count > 1 ? (Quantile(start), Quantile(start + count)) : (score, score);
            low = Math.Max(low, knots.Count > 0 ? knots[^1].High : low); // the quantile function is right to seven digits, no more
            knots.Add(new(value, low, Math.Max(low, score), Math.Max(low, high)));
        }

        return new(knots.ToImmutable()) { IsWhole = isWhole };

        float Quantile(double rank) => (float)NormalQuantile.Of(Math.Clamp(rank / all, first, last));
    }

    private static SortedSet<int> Choose(List<Run> runs, double[] scores, int count)
    {
        if (runs.Count <= SlotQuantiles.MostKnots)
        {
            return [.. Enumerable.Range(0, runs.Count)];
        }

        const int Half = SlotQuantiles.MostKnots / 2;
        int[] starts = [.. runs.Select(run => run.First)];
        var chosen = new SortedSet<int>();
        for (int place = 0; place < Half; place++)
        {
            double share = place / (Half - 1.0);
            chosen.Add(LastNotAbove(starts, (int)Math.Round(share * (count - 1))));
            chosen.Add(LastNotAbove(scores, scores[0] + (share * (scores[^1] - scores[0]))));
        }

        IEnumerable<int> frequent = Enumerable.Range(0, runs.Count)
            .Where(run => runs[run].Count > 1 && !chosen.Contains(run))
            .OrderByDescending(run => runs[run].Count)
            .Take(SlotQuantiles.MostKnots - chosen.Count);
        chosen.UnionWith([.. frequent]);
        return chosen;
    }

    private static int LastNotAbove<T>(T[] ascending, T value)
    {
        int found = Array.BinarySearch(ascending, value);
        return found >= 0 ? found : Math.Max(0, ~found - 1);
    }

    private static List<Run> Runs(ReadOnlySpan<float> sorted)
    {
        var runs = new List<Run>();
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            runs.Add(new(sorted[first] + 0, first, end - first)); // -0 becomes 0
        }

        return runs;
    }

    /// <summary>Equal values: the rank of the first, and how many there are.</summary>
    private readonly record struct Run(float Value, int First, int Count);
}
