using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Bits of rows of which some cells are given, from the encoder of rows with holes.</summary>
internal static class HoleProposal
{
    /// <summary>Which slots of a coding are which of its columns.</summary>
    public static SlotColumns Columns(TableCoding coding)
    {
        int[] columnOfSlot = new int[coding.Likelihood.Slots];
        for (int k = 0; k < coding.Columns.Length; k++)
        {
            columnOfSlot.AsSpan(coding.Columns[k].First, coding.Columns[k].Count).Fill(k);
        }

        return new(Math.Max(1, coding.Columns.Length), columnOfSlot);
    }

    /// <summary>Which columns of a coding are missing in each row of a table. <c>[rows, columns of the coding]</c></summary>
    public static bool[] Missing(TableCoding coding, TableCells cells)
    {
        int columns = Math.Max(1, coding.Columns.Length);
        bool[] missing = new bool[cells.Rows * columns];
        for (int k = 0; k < coding.Columns.Length; k++)
        {
            double[] column = cells.Columns[coding.Modelled[k]];
            for (int row = 0; row < cells.Rows; row++)
            {
                missing[(row * columns) + k] = double.IsNaN(column[row]);
            }
        }

        return missing;
    }

    /// <summary>Draws bits by what the encoder makes of the cells of which one value is given.</summary>
    /// <param name="model">A model of spins.</param>
    /// <param name="coding">Its slots.</param>
    /// <param name="encoder">Its encoder of rows with holes.</param>
    /// <param name="given">What each cell may be.</param>
    /// <param name="seed">Seed of the rows.</param>
    public static DrawLatents Of(BmVaeModel model, TableCoding coding, HoleEncoder encoder, CellSet[] given, ulong seed)
    {
        TableCells row = TableCells.Empty(1, given.Length);
        for (int column = 0; column < given.Length; column++)
        {
            given[column].IsOne(out row.Columns[column][0]); // missing, given or not, is hidden, as it was in training
        }

        int latents = model.Architecture.LatentSize;
        float[] logits = new float[latents];
        encoder.Encode(coding.Encode(row), Missing(coding, row), logits);
        return ids => Draw(model, logits, ids, RandomUse.GivenRows(seed));
    }

    private static LatentDraws Draw(BmVaeModel model, float[] logits, ulong[] ids, ulong seed)
    {
        int latents = logits.Length;
        sbyte[] spins = new sbyte[ids.Length * latents];
        double[] logRatios = new double[ids.Length];
        for (int row = 0; row < ids.Length; row++)
        {
            SplitMix64 random = RowRandom.Of(seed, ids[row]);
            for (int bit = 0; bit < latents; bit++)
            {
                bool isOne = Uniform.Next(ref random) < 1 / (1 + Math.Exp(-logits[bit]));
                spins[(row * latents) + bit] = (sbyte)(isOne ? 1 : -1);
                logRatios[row] += Math.Log(1 + Math.Exp(isOne ? -logits[bit] : logits[bit])); // minus the log of its probability
            }
        }

        var drawn = new SpinMatrix(ids.Length, latents, spins);
        double[] energies = [.. model.Prior.Energies(drawn, 1)];
        for (int row = 0; row < ids.Length; row++)
        {
            logRatios[row] -= energies[row];
        }

        float[] bits = LatentBits.Of(drawn), decoded = new float[ids.Length * model.Architecture.InputSize];
        model.DecodeScaled(bits, decoded);
        return new(bits, decoded, logRatios);
    }
}
