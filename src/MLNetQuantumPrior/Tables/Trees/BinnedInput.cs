namespace MLNetQuantumPrior;

/// <summary>An input of a tree's questions for all training rows.</summary>
/// <param name="Input">Its number, as <see cref="TreeInputs"/> has them.</param>
/// <param name="Bins">The bin of each row.</param>
/// <param name="Count">How many bins there are.</param>
/// <param name="IsCategory">Whether they have no order.</param>
/// <param name="HasMissing">Whether the last one is that of missing cells, which are beside the order of the others.</param>
/// <param name="Cuts">Of forecasts and the decoder's output, the values up to which bins reach; one fewer than bins.</param>
internal sealed record BinnedInput(int Input, byte[] Bins, int Count, bool IsCategory, bool HasMissing, float[]? Cuts)
{
    private const int MostBins = 64;

    /// <summary>Bits of all rows.</summary>
    public static BinnedInput OfBits(int input, ReadOnlySpan<float> bits, int latents)
    {
        byte[] bins = new byte[bits.Length / latents];
        for (int row = 0; row < bins.Length; row++)
        {
            bins[row] = bits[(row * latents) + input] > 0.5f ? (byte)1 : (byte)0;
        }

        return new(input, bins, 2, IsCategory: false, HasMissing: false, null);
    }

    /// <summary>A column's cells.</summary>
    public static BinnedInput OfCells(int input, CellBins bins, double[] cells) => new(
        input,
        Array.ConvertAll(cells, cell => (byte)bins.Of(cell)),
        bins.Count,
        bins.IsCategory,
        HasMissing: !bins.IsCategory,
        null);

    /// <summary>Finite values, in bins of about as many rows each.</summary>
    public static BinnedInput OfValues(int input, float[] values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        var cuts = new List<float>();
        for (int k = 1; k < MostBins; k++)
        {
            int at = k * sorted.Length / MostBins;
            if (at > 0 && sorted[at] > sorted[at - 1])
            {
                float cut = sorted[at - 1] + ((sorted[at] - sorted[at - 1]) / 2);
                if (cuts.Count == 0 || cut > cuts[^1])
                {
                    cuts.Add(cut);
                }
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
