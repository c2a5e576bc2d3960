namespace MLNetQuantumPrior.Learning;

/// <summary>How well a model gives back what it was shown.</summary>
/// <param name="Nats">
/// E_q[-log p(x|z)], summed over features, mean over rows, in nats: one hard sample of the bits a row, one fixed, seeded binarisation of the rows as input and target.
/// </param>
/// <param name="MeanSquaredError">Mean over rows and features of (feature - reconstruction)^2: features as given, most likely bits, probabilities as reconstruction.</param>
public sealed record Reconstruction(double Nats, double MeanSquaredError)
{
    private const int BatchSize = 250;

    /// <summary>Measures a model on rows that it was not trained on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows, each value within [0, 1].</param>
    /// <param name="seed">Seed of the binarisation and of the sampled bits. Row r always gets the same numbers.</param>
    public static Reconstruction Measure(BmVaeModel model, FeatureMatrix data, ulong seed)
    {
        double nats = 0, squares = 0;
        int width = model.Architecture.LatentSize;
        float[] binary = new float[BatchSize * data.Columns], output = new float[BatchSize * data.Columns];
        float[] logits = new float[BatchSize * width], bits = new float[BatchSize * width];
        for (int start = 0; start < data.Rows; start += BatchSize)
        {
            int rows = Math.Min(BatchSize, data.Rows - start);
            ReadOnlySpan<float> features = data.Slice(start, start + rows);
            Span<float> x = binary.AsSpan(0, features.Length), y = output.AsSpan(0, features.Length);
            Span<float> l = logits.AsSpan(0, rows * width), z = bits.AsSpan(0, rows * width);

            model.Encode(features, l);
            MostLikely(l, z);
            model.Decode(z, y);
            squares += SquaredError(features, y);

            for (int row = 0; row < rows; row++)
            {
                new UniformStream(seed, RandomUse.Binarization(start + row)).Binarize(
                    features.Slice(row * data.Columns, data.Columns), x.Slice(row * data.Columns, data.Columns));
            }

            model.Encode(x, l);
            for (int row = 0; row < rows; row++)
            {
                SampleBits(l.Slice(row * width, width), new(seed, RandomUse.PosteriorSample(start + row)), z.Slice(row * width, width));
            }

            model.DecodeLogits(z, y);
            nats += BernoulliLoss(y, x);
        }

        return new(nats / data.Rows, squares / ((double)data.Rows * data.Columns));
    }

    private static void MostLikely(ReadOnlySpan<float> logits, Span<float> bits)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            bits[i] = logits[i] > 0 ? 1 : 0;
        }
    }

    private static void SampleBits(ReadOnlySpan<float> logits, UniformStream random, Span<float> bits)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            bits[i] = 1 / (1 + MathF.Exp(-logits[i]));
        }

        random.Binarize(bits, bits);
    }

    private static double SquaredError(ReadOnlySpan<float> target, ReadOnlySpan<float> value)
    {
        double sum = 0;
        for (int i = 0; i < target.Length; i++)
        {
            float difference = target[i] - value[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>-log p(x|z) = sum log(1 + exp(o)) - x o for logits o.</summary>
    private static double BernoulliLoss(ReadOnlySpan<float> logits, ReadOnlySpan<float> target)
    {
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            sum += MathF.Max(logits[i], 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(logits[i]))) - (target[i] * logits[i]);
        }

        return sum;
    }
}
