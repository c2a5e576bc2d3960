using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Makes the tables of a portable generator from a model.</summary>
internal static class PortableTablesOf
{
    /// <summary>Tables of a model, with stored draws as <see cref="LatentGenerator"/> has them.</summary>
    public static PortableTables Model(BmVaeModel model, GenerationOptions options, OnnxPrecision precision, CancellationToken cancel)
    {
        bool isConditional = options.IsConditional(!model.Classes.Items.IsEmpty), accepts = options.Acceptance && isConditional;
        ImmutableArray<PoolMixture> mixtures = new LatentGenerator(model.Prior, model.Classes, options).Mixtures;
        mixtures = isConditional ? mixtures[1..] : mixtures[..1]; // the first is of rows without a class
        if (accepts && options.MaxRounds > PortableRandom.Rounds)
        {
            throw Check.Wrong($"a number of at most {PortableRandom.Rounds}", options.MaxRounds, nameof(options.MaxRounds));
        }

        StartPool[] pools = [.. mixtures.SelectMany(mixture => mixture.Pools)];
        bool isHalf = precision == OnnxPrecision.Half;
        int largestWeight = isHalf ? short.MaxValue : PortableTables.LargestSum;
        MachineGrid grid = MachineGrid.Of([.. pools.Select(pool => pool.Model), model.Prior], largestWeight);
        SpinMatrix[] draws = [.. pools.Select(pool => pool.Draws(cancel))];
        int[] counts = [.. draws.Select(drawn => drawn.Rows)];
        return new()
        {
            Bits = model.Prior.SpinCount,
            Classes = isConditional ? mixtures.Length : 0,
            Weights = grid.Weights,
            WeightsOf = grid.WeightsOf[..pools.Length],
            Biases = grid.Biases[..pools.Length],
            FirstMachine = Firsts(mixtures.Select(mixture => mixture.Pools.Length)),
            Shares = SharesOf(mixtures),
            Starts = Packed(draws, model.Prior.SpinCount),
            FirstStart = Firsts(counts),
            StartCount = [.. counts],
            Thresholds = ThresholdsAt(Math.ScaleB(1, grid.Exponent)),
            Energy = new(
                grid.WeightsOf[^1], grid.Biases[^1], grid.EnergyConstant(pools.Length, model.Prior.Offset),
                (float)Math.ScaleB(1, -grid.Exponent - 1)),
            Classifier = accepts ? ClassifierGrid.Of(model.Classes.Classifier!, isHalf ? short.MaxValue : int.MaxValue / 2) : null,
            Rounds = accepts ? options.MaxRounds : 1,
        };
    }

    private static ImmutableArray<int> Firsts(IEnumerable<int> counts)
    {
        int next = 0;
        return [.. counts.Select(count => (next += count) - count)];
    }

    private static ImmutableArray<int> SharesOf(ImmutableArray<PoolMixture> mixtures)
    {
        int columns = mixtures.Max(mixture => mixture.Pools.Length) - 1;
        int[] shares = new int[mixtures.Length * columns];
        shares.AsSpan().Fill(PortableTables.Uniforms);
        for (int set = 0; set < mixtures.Length; set++)
        {
            double sum = 0;
            for (int k = 0; k < mixtures[set].Pools.Length - 1; k++)
            {
                sum += mixtures[set].Shares[k];
                shares[(set * columns) + k] = (int)Math.Min(PortableTables.Uniforms, Math.Round(sum * PortableTables.Uniforms));
            }
        }

        return [.. shares];
    }

    private static byte[] Packed(SpinMatrix[] draws, int bits)
    {
        int bytes = (bits + 7) / 8, row = 0;
        byte[] packed = new byte[checked(draws.Sum(drawn => drawn.Rows) * bytes)];
        foreach (SpinMatrix drawn in draws)
        {
            for (int k = 0; k < drawn.Rows; k++, row++)
            {
                ReadOnlySpan<sbyte> spins = drawn[k];
                for (int i = 0; i < bits; i++)
                {
                    packed[(row * bytes) + (i / 8)] |= (byte)(spins[i] > 0 ? 1 << (i % 8) : 0);
                }
            }
        }

        return packed;
    }

    private static float[] ThresholdsAt(double steps)
    {
        float[] thresholds = new float[PortableTables.Uniforms];
        for (int k = 0; k < thresholds.Length / 2; k++)
        {
            double uniform = (k + 0.5) / thresholds.Length;
            thresholds[k] = (float)(Math.Log(uniform / (1 - uniform)) * steps);
            thresholds[^(k + 1)] = -thresholds[k];
        }

        return thresholds;
    }
}
