namespace MLNetQuantumPrior;

/// <summary>An input of a tree's questions for all training rows.</summary>
/// <param name="Input">Its number, as <see cref="TreeInputs"/> has them.</param>
/// <param name="Bins">The bin of each row.</param>
/// <param name="Count">How many bins there are.</param>
/// <param name="IsCategory">Whether they have no order.</param>
/// <param name="HasMissing">Whether the last one is that of missing cells, which are beside the order of the others.</param>
/// <param name="Cuts">Of what latents give and of forecasts, the values up to which bins reach; one fewer than bins.</param>
internal sealed record BinnedInput(int Input, byte[] Bins, int Count, bool IsCategory, bool HasMissing, float[]? Cuts)
{
    private const int MostBins = 64;

    /// <summary>A column's cells.</summary>
    public static BinnedInput OfCells(int input, CellBins bins, double[] cells) => new(
        input,
        Array.ConvertAll(cells, cell => (byte)bins.Of(cell)),
        bins.Count,
        bins.IsCategory,
        HasMissing: !bins.IsCategory,
        null);

    /// <summary>Finite values, in bins of about as many rows each; a bin for each value where there are few.</summary>
    public static BinnedInput OfValues(int input, float[] values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        int starts = Enumerable.Range(1, sorted.Length - 1).Count(row => sorted[row] > sorted[row - 1]);
        int least = starts < MostBins ? 1 : (sorted.Length + MostBins - 1) / MostBins;
        var cuts = new List<float>();
        for (int row = 1, last = 0; row < sorted.Length; row++)
        {
            float cut = sorted[row - 1] + ((sorted[row] - sorted[row - 1]) / 2);
            if (cut < sorted[row] && row - last >= least)
            {
                cuts.Add(cut);
                last = row;
            }
        }

        float[] ends = [.. cuts];
        return new(input, Array.ConvertAll(values, Bin), ends.Length + 1, IsCategory: false, HasMissing: false, ends);

        byte Bin(float value)
        {
            int found = Array.BinarySearch(ends, value);
            return (byte)(found >= 0 ? found : ~found);
        }
    }
}
