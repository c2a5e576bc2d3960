using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Independent bits with logits l, under a Boltzmann machine.</summary>
internal sealed class SpinScorer(IsingModel prior) : ILatentScorer
{
    private readonly int _latents = prior.SpinCount;
    private readonly float[] _fields = [.. prior.Fields], _couplings = [.. prior.Couplings];
    private readonly PairSums _pairs = PairSums.For(prior.Graph, threads: 1);

    public unsafe CodeTerms[] Terms(float[] codes)
    {
        int rows = codes.Length / _latents;
        float[] means = new float[codes.Length], entropies = new float[rows];
        fixed (float* l = codes, m = means, h = entropies)
        {
            new PosteriorMeans(_latents, l, m, h).Run<Lane>(0, rows);
        }

        return [.. MeanEnergies(means).Select((energy, row) => new CodeTerms(energy, entropies[row]))];
    }

    public float[] MostLikely(float[] codes) => Array.ConvertAll(codes, l => l > 0 ? 1f : 0f);

    public float[] Draw(float[] codes, int samples, ulong seed, int first)
    {
        int row = samples * _latents;
        float[] probabilities = new float[codes.Length], bits = new float[codes.Length * samples];
        VectorMath.Sigmoid(codes, probabilities);
        for (int k = 0; k < bits.Length / row; k++)
        {
            Span<float> drawn = bits.AsSpan(k * row, row);
            for (int start = 0; start < row; start += _latents)
            {
                probabilities.AsSpan(k * _latents, _latents).CopyTo(drawn[start..]);
            }

            new UniformStream(seed, RandomUse.PosteriorSample(first + k)).Binarize(drawn, drawn);
        }

        return bits;
    }

    public double[] LogWeights(float[] codes, float[] latents)
    {
        double[] weights = MeanEnergies(Array.ConvertAll(latents, bit => (2 * bit) - 1));
        int rows = codes.Length / _latents, samples = weights.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> l = codes.AsSpan(row * _latents, _latents);
            double softPlus = SoftPlus(l);
            for (int k = row * samples; k < (row + 1) * samples; k++)
            {
                weights[k] = -weights[k] - (Dot(l, latents.AsSpan(k * _latents, _latents)) - softPlus);
            }
        }

        return weights;
    }

    /// <summary>
    /// sum h_i m_i + sum J_ij m_i m_j of each row: the energy of spins, and its expectation for independent spins with means m.
    /// </summary>
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
}
