namespace MLNetQuantumPrior;

/// <summary>
/// Finds questions whose answers gain little, but much with a second question, as of an exclusive or: earlier columns are split in halves,
/// or by one category, and both parts once more.
/// </summary>
/// <param name="target">What is to become more probable.</param>
/// <param name="earlier">Cells of earlier columns.</param>
/// <param name="options">When a pair of questions is worth it.</param>
internal sealed class PairSearch(ISplitTarget target, BinnedInput[] earlier, ColumnTreeOptions options)
{
    /// <summary>Categories of a column that are tried.</summary>
    private const int MostCategories = 8;

    /// <summary>A pair is chosen among many, and three questions take the place of one.</summary>
    private const int GainsOfPair = 4;

    /// <summary>Nodes of fewer leaves than this are left as they are: trying pairs costs a search for each.</summary>
    private const int LeastLeaves = 20;

    private readonly SplitSearch _second = new(target, earlier, options.LeastRows);

    /// <summary>The first question of the best pair; null where none gains enough.</summary>
    public Split? First(ReadOnlySpan<int> rows)
    {
        if (rows.Length < LeastLeaves * options.LeastRows || earlier.Length < 2)
        {
            return null;
        }

        (Split? best, double most) = (null, GainsOfPair * options.LeastGain);
        foreach (BinnedInput input in earlier)
        {
            foreach (Split split in Candidates(input, rows))
            {
                int[] copy = rows.ToArray();
                int left = split.Partition(copy);
                double gain = Gain(copy.AsSpan(0, left)) + Gain(copy.AsSpan(left));
                (best, most) = gain > most ? (split, gain) : (best, most);
            }
        }

        return best;
    }

    private double Gain(ReadOnlySpan<int> rows) => _second.Best(rows, options.LeastGain)?.Gain ?? 0;

    private IEnumerable<Split> Candidates(BinnedInput input, ReadOnlySpan<int> rows)
    {
        int[] counts = new int[input.Count];
        foreach (int row in rows)
        {
            counts[input.Bins[row]]++;
        }

        bool IsWide(int part, int all) => part >= options.LeastRows && all - part >= options.LeastRows;
        if (!input.IsCategory)
        {
            int cut = 0, upTo = counts[0];
            while (cut < input.Count - 1 && upTo + counts[cut + 1] <= rows.Length / 2)
            {
                upTo += counts[++cut];
            }

            return IsWide(upTo, rows.Length) ? [new(input, cut, IsMissingRight: true, null, 0)] : [];
        }

        int length = rows.Length;
        return [.. Enumerable.Range(0, input.Count)
            .Where(bin => IsWide(counts[bin], length))
            .OrderByDescending(bin => counts[bin])
            .Take(MostCategories)
            .Select(bin => new Split(input, 0, false, [.. Enumerable.Range(0, CellBins.MostBins).Select(other => other == bin)], 0))];
    }
}
