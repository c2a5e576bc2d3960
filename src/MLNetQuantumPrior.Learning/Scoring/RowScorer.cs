using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Scores a few rows at a time on one thread. Holds scratch memory: one for each thread.</summary>
internal sealed class RowScorer(BmVaeModel model, ILatentScorer latents, EvaluationOptions options)
{
    private readonly int _features = model.Architecture.InputSize, _samples = options.ImportanceSamples;
    private readonly LikelihoodPass _likelihood = new(model.Architecture.Likelihood, threads: 1);

    /// <summary>Scores rows, the first of which has number <paramref name="first"/>. <c>rows: [count, features]</c>, scaled.</summary>
    public void Score(ReadOnlySpan<float> rows, int first, Span<RowScore> scores)
    {
        float[] binary = Binarize(rows, first);
        float[] codes = new float[scores.Length * model.Architecture.CodeSize];
        model.EncodeScaled(binary, codes);
        CodeTerms[] terms = latents.Terms(codes);
        double[] squares = SquaredErrors(rows, scores.Length);

        float[] drawn = latents.Draw(codes, _samples, options.Seed, first); // [count * samples, latents]
        double[] nats = ReconstructionNats(drawn, binary, scores.Length);   // [count * samples]
        double[] weights = latents.LogWeights(codes, drawn);
        for (int row = 0; row < scores.Length; row++)
        {
            double reconstruction = 0;
            for (int k = row * _samples; k < (row + 1) * _samples; k++)
            {
                reconstruction += nats[k];
                weights[k] -= nats[k];
            }

            double bound = LogMeanExp(weights.AsSpan(row * _samples, _samples));
            scores[row] = new(reconstruction / _samples, squares[row], terms[row], bound);
        }
    }

    private float[] Binarize(ReadOnlySpan<float> rows, int first)
    {
        float[] binary = rows.ToArray();
        if (!(options.Binarization ?? model.Training?.Options.DynamicBinarization ?? true))
        {
            return binary;
        }

        for (int start = 0; start < rows.Length; start += _features)
        {
            var random = new UniformStream(options.Seed, RandomUse.Binarization(first + (start / _features)));
            model.Architecture.Likelihood.Binarize(random, binary.AsSpan(start, _features));
        }

        return binary;
    }

    private double[] SquaredErrors(ReadOnlySpan<float> rows, int count)
    {
        float[] codes = new float[count * model.Architecture.CodeSize], output = new float[rows.Length];
        model.EncodeScaled(rows, codes);
        model.DecodeOutputs(latents.MostLikely(codes), output);
        LikelihoodPass.Expect(model.Architecture.Likelihood, output, threads: 1);
        double[] squares = new double[count];
        for (int i = 0; i < rows.Length; i++)
        {
            float difference = rows[i] - output[i];
            squares[i / _features] += difference * difference;
        }

        return squares;
    }

    /// <summary>-log p(x|z) of the drawn latents of each row.</summary>
    private double[] ReconstructionNats(float[] drawn, float[] binary, int count)
    {
        float[] output = new float[count * _samples * _features];
        model.DecodeOutputs(drawn, output);
        double[] nats = new double[count * _samples];
        float[] targets = new float[_samples * _features];
        for (int row = 0; row < count; row++)
        {
            for (int k = 0; k < _samples; k++)
            {
                binary.AsSpan(row * _features, _features).CopyTo(targets.AsSpan(k * _features));
            }

            Span<float> outputs = output.AsSpan(row * targets.Length, targets.Length);
            Span<double> losses = nats.AsSpan(row * _samples, _samples);
            _likelihood.Loss(model.LikelihoodParameters, outputs, targets, gradientScale: 0, outputs, losses);
        }

        return nats;
    }

    private static double LogMeanExp(ReadOnlySpan<double> values)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, value);
        }

        foreach (double value in values)
        {
            sum += Math.Exp(value - largest);
        }

        return largest + Math.Log(sum / values.Length);
    }
}

/// <summary>The figures of one row, without the prior's log Z.</summary>
internal readonly record struct RowScore(double Reconstruction, double SquaredError, CodeTerms Terms, double BoundWithoutLogZ);
