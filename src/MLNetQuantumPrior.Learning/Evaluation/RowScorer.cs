using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Scores a few rows at a time on one thread. Holds scratch memory: one for each thread.</summary>
internal sealed class RowScorer(BmVaeModel model, EvaluationOptions options)
{
    private readonly int _features = model.Architecture.InputSize, _latents = model.Architecture.LatentSize, _samples = options.ImportanceSamples;
    private readonly float[] _fields = [.. model.Prior.Fields], _couplings = [.. model.Prior.Couplings];
    private readonly LikelihoodPass _likelihood = new(model.Architecture.Likelihood, threads: 1);
    private readonly PairSums _pairs = PairSums.For(model.Prior.Graph, threads: 1);

    /// <summary>Scores rows, the first of which has number <paramref name="first"/>. <c>rows: [count, features]</c>, scaled.</summary>
    public void Score(ReadOnlySpan<float> rows, int first, Span<RowScore> scores)
    {
        float[] binary = Binarize(rows, first);
        float[] logits = new float[scores.Length * _latents];
        model.EncodeScaled(binary, logits);
        double[] kl = KlWithoutLogZ(logits);
        double[] squares = SquaredErrors(rows, scores.Length);

        float[] bits = SampleBits(logits, first);                        // [count * samples, latents]
        double[] nats = ReconstructionNats(bits, binary, scores.Length); // [count * samples]
        double[] energies = Energies(bits);
        for (int row = 0; row < scores.Length; row++)
        {
            ReadOnlySpan<float> l = logits.AsSpan(row * _latents, _latents);
            double[] weights = new double[_samples];
            double reconstruction = 0, softPlus = SoftPlus(l);
            for (int k = 0; k < _samples; k++)
            {
                int sample = (row * _samples) + k;
                reconstruction += nats[sample];
                weights[k] = -nats[sample] - energies[sample] - (Dot(l, bits.AsSpan(sample * _latents, _latents)) - softPlus);
            }

            scores[row] = new(reconstruction / _samples, squares[row], kl[row], LogMeanExp(weights));
        }
    }

    private float[] Binarize(ReadOnlySpan<float> rows, int first)
    {
        float[] binary = new float[rows.Length];
        for (int start = 0; start < rows.Length; start += _features)
        {
            var random = new UniformStream(options.Seed, RandomUse.Binarization(first + (start / _features)));
            random.Binarize(rows.Slice(start, _features), binary.AsSpan(start, _features));
        }

        return binary;
    }

    /// <summary>-H(q) + E_q[E] of each row.</summary>
    private unsafe double[] KlWithoutLogZ(float[] logits)
    {
        int rows = logits.Length / _latents;
        float[] means = new float[logits.Length], entropies = new float[rows];
        fixed (float* l = logits, m = means, h = entropies)
        {
            new PosteriorMeans(_latents, l, m, h).Run<Lane>(0, rows);
        }

        double[] energies = MeanEnergies(means);
        return [.. energies.Select((energy, row) => energy - entropies[row])];
    }

    /// <summary>sum h_i m_i + sum J_ij m_i m_j of each row: the energy of spins, and its expectation for independent spins with means m.</summary>
    private double[] MeanEnergies(float[] means)
    {
        float[] byMean = new float[means.Length];
        _pairs.Fields(_couplings, means, byMean);
        double[] energies = new double[means.Length / _latents];
        for (int i = 0; i < means.Length; i++)
        {
            energies[i / _latents] += means[i] * (_fields[i % _latents] + (0.5 * byMean[i]));
        }

        return energies;
    }

    private double[] Energies(float[] bits)
    {
        float[] spins = new float[bits.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            spins[i] = (2 * bits[i]) - 1;
        }

        return MeanEnergies(spins);
    }

    private double[] SquaredErrors(ReadOnlySpan<float> rows, int count)
    {
        float[] bits = new float[count * _latents], output = new float[rows.Length];
        model.EncodeScaled(rows, bits);
        foreach (ref float bit in bits.AsSpan())
        {
            bit = bit > 0 ? 1 : 0;
        }

        model.DecodeOutputs(bits, output);
        LikelihoodPass.Expect(model.Architecture.Likelihood, output, threads: 1);
        double[] squares = new double[count];
        for (int i = 0; i < rows.Length; i++)
        {
            float difference = rows[i] - output[i];
            squares[i / _features] += difference * difference;
        }

        return squares;
    }

    /// <summary>Codes of each row from q, one stream of random numbers a row.</summary>
    private float[] SampleBits(float[] logits, int first)
    {
        int row = _samples * _latents;
        float[] probabilities = new float[logits.Length], bits = new float[logits.Length * _samples];
        VectorMath.Sigmoid(logits, probabilities);
        for (int k = 0; k < bits.Length / row; k++)
        {
            Span<float> codes = bits.AsSpan(k * row, row);
            for (int start = 0; start < row; start += _latents)
            {
                probabilities.AsSpan(k * _latents, _latents).CopyTo(codes[start..]);
            }

            new UniformStream(options.Seed, RandomUse.PosteriorSample(first + k)).Binarize(codes, codes);
        }

        return bits;
    }

    /// <summary>-log p(x|z) of each code of each row.</summary>
    private double[] ReconstructionNats(float[] bits, float[] binary, int count)
    {
        float[] output = new float[count * _samples * _features];
        model.DecodeOutputs(bits, output);
        double[] nats = new double[count * _samples];
        float[] targets = new float[_samples * _features];
        for (int row = 0; row < count; row++)
        {
            for (int k = 0; k < _samples; k++)
            {
                binary.AsSpan(row * _features, _features).CopyTo(targets.AsSpan(k * _features));
            }

            Span<float> outputs = output.AsSpan(row * targets.Length, targets.Length);
            _likelihood.Loss(model.LikelihoodParameters, outputs, targets, gradientScale: 0, outputs, nats.AsSpan(row * _samples, _samples));
        }

        return nats;
    }

    /// <summary>sum log(1 + exp(l)): with it, log q(z|x) = z . l - this.</summary>
    private static double SoftPlus(ReadOnlySpan<float> logits)
    {
        double sum = 0;
        foreach (float l in logits)
        {
            sum += MathF.Max(l, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(l)));
        }

        return sum;
    }

    private static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private static double LogMeanExp(double[] values)
    {
        double largest = values.Max();
        return largest + Math.Log(values.Average(value => Math.Exp(value - largest)));
    }
}
