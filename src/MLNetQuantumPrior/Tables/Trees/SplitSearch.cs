namespace MLNetQuantumPrior;

/// <summary>Finds the best question at a node.</summary>
/// <param name="target">What is to become more probable.</param>
/// <param name="inputs">What may be asked for.</param>
/// <param name="leastRows">Fewest rows of an answer.</param>
internal sealed class SplitSearch(ISplitTarget target, IReadOnlyList<BinnedInput> inputs, int leastRows)
{
    private readonly double[] _keys = new double[CellBins.MostBins];
    private readonly int[] _order = new int[CellBins.MostBins];
    private double[] _sums = [], _left = [], _all = [];

    /// <summary>The best question; null where none gains enough.</summary>
    public Split? Best(ReadOnlySpan<int> rows, double leastGain)
    {
        if (rows.Length < 2 * leastRows || !target.Enter(rows))
        {
            return null;
        }

        int width = target.Sums;
        if (_left.Length < width)
        {
            (_left, _all, _sums) = (new double[width], new double[width], new double[width * CellBins.MostBins]);
        }

        (Split? best, double gain) = (null, leastGain + target.Chance);
        foreach (BinnedInput input in inputs)
        {
            Span<double> sums = _sums.AsSpan(0, input.Count * width), all = _all.AsSpan(0, width);
            sums.Clear();
            all.Clear();
            target.Add(rows, input.Bins, sums);
            for (int bin = 0; bin < input.Count; bin++)
            {
                Add(sums.Slice(bin * width, width), all);
            }

            Split? better = input.IsCategory ? BestSet(input, sums, all, gain) : BestCut(input, sums, all, gain);
            (best, gain) = better is null ? (best, gain) : (better, better.Gain);
        }

        return best;
    }

    private static void Add(ReadOnlySpan<double> x, Span<double> sums)
    {
        for (int k = 0; k < x.Length; k++)
        {
            sums[k] += x[k];
        }
    }

    private Split? BestCut(BinnedInput input, ReadOnlySpan<double> sums, ReadOnlySpan<double> all, double leastGain)
    {
        (Split? best, double most) = (null, leastGain);
        int width = all.Length, ordered = input.HasMissing ? input.Count - 1 : input.Count;
        ReadOnlySpan<double> missing = input.HasMissing ? sums.Slice(ordered * width, width) : default;
        bool hasMissing = input.HasMissing && missing[0] > 0;
        for (int side = 0; side < (hasMissing ? 2 : 1); side++)
        {
            // First missing cells are on the right, then on the left.
            Span<double> left = _left.AsSpan(0, width);
            left.Clear();
            if (side == 1)
            {
                Add(missing, left);
            }

            int cuts = hasMissing && side == 0 ? ordered : ordered - 1;
            for (int cut = 0; cut < cuts; cut++)
            {
                ReadOnlySpan<double> bin = sums.Slice(cut * width, width);
                if (bin[0] == 0)
                {
                    continue;
                }

                Add(bin, left);
                if (left[0] >= leastRows && all[0] - left[0] >= leastRows && target.Gain(left, all) is var gain && gain > most)
                {
                    (best, most) = (new(input, cut, hasMissing ? side == 0 : left[0] < all[0] / 2, null, gain), gain);
                }
            }
        }

        return best;
    }

    private Split? BestSet(BinnedInput input, ReadOnlySpan<double> sums, ReadOnlySpan<double> all, double leastGain)
    {
        (Split? best, double most) = (null, leastGain);
        int width = all.Length, count = 0;
        for (int bin = 0; bin < input.Count; bin++)
        {
            if (sums[bin * width] > 0)
            {
                (_keys[count], _order[count]) = (target.Rank(sums.Slice(bin * width, width)), bin);
                count++;
            }
        }

        // An order that the cells themselves made gains by chance: half a nat for each category beyond two.
        double price = 0.5 * Math.Max(0, count - 2);
        Array.Sort(_keys, _order, 0, count);
        Span<double> left = _left.AsSpan(0, width);
        left.Clear();
        for (int k = 0; k < count - 1; k++)
        {
            Add(sums.Slice(_order[k] * width, width), left);
            if (left[0] >= leastRows && all[0] - left[0] >= leastRows && target.Gain(left, all) - price is var gain && gain > most)
            {
                (best, most) = (new(input, 0, false, Set(k + 1, count, left[0] < all[0] / 2), gain), gain);
            }
        }

        for (int k = 0; count > 2 && k < count; k++)
        {
            ReadOnlySpan<double> one = sums.Slice(_order[k] * width, width);
            if (one[0] >= leastRows && all[0] - one[0] >= leastRows && target.Gain(one, all) - (price / 2) is var gain && gain > most)
            {
                bool[] alone = new bool[CellBins.MostBins];
                alone[_order[k]] = true;
                (best, most) = (new(input, 0, false, alone, gain), gain);
            }
        }

        return best;
    }

    /// <summary>The bins from one of the order on; and those that no row has, where they are the larger part.</summary>
    private bool[] Set(int from, int count, bool withOthers)
    {
        bool[] right = new bool[CellBins.MostBins];
        Array.Fill(right, withOthers);
        for (int k = 0; k < count; k++)
        {
            right[_order[k]] = k >= from;
        }

        return right;
    }
}
