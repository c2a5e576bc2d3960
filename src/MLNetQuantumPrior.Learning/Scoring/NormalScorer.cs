using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Independent normal latents with means m and log variances v, under the standard normal distribution: E(z) = |z|^2 / 2,
/// log Z = n log(2 pi) / 2.
/// </summary>
internal sealed class NormalScorer(int latents) : ILatentScorer
{
    private const int RowsPerPart = 16;

    /// <summary>E_q[E] = sum (m^2 + exp(v)) / 2, H(q) = sum (v + 1 + log(2 pi)) / 2.</summary>
    public CodeTerms[] Terms(float[] codes)
    {
        var terms = new CodeTerms[codes.Length / (2 * latents)];
        for (int row = 0; row < terms.Length; row++)
        {
            (double energy, double entropy) = (0, 0);
            ReadOnlySpan<float> m = codes.AsSpan(2 * row * latents, latents), v = codes.AsSpan(((2 * row) + 1) * latents, latents);
            for (int i = 0; i < latents; i++)
            {
                energy += ((m[i] * m[i]) + Math.Exp(v[i])) / 2;
                entropy += (v[i] + 1 + Math.Log(Math.Tau)) / 2;
            }

            terms[row] = new(energy, entropy);
        }

        return terms;
    }

    public float[] MostLikely(float[] codes)
    {
        float[] means = new float[codes.Length / 2];
        NormalCode.Means(codes, latents, means);
        return means;
    }

    public unsafe float[] Draw(float[] codes, int samples, ulong seed, int first)
    {
        int rows = codes.Length / (2 * latents);
        float[] noise = new float[rows * samples * latents], repeated = new float[2 * noise.Length], drawn = new float[noise.Length];
        for (int row = 0; row < rows; row++)
        {
            Span<float> own = noise.AsSpan(row * samples * latents, samples * latents);
            new UniformStream(seed, RandomUse.PosteriorSample(first + row)).FillNormal(own, deviation: 1);
            for (int k = row * samples; k < (row + 1) * samples; k++)
            {
                codes.AsSpan(2 * row * latents, 2 * latents).CopyTo(repeated.AsSpan(2 * k * latents));
            }
        }

        fixed (float* c = repeated, e = noise, z = drawn)
        {
            LaneJob<NormalSample>.Run(new(latents, c, e, z), rows * samples, RowsPerPart, threads: 1);
        }

        return drawn;
    }

    /// <summary>-|z|^2 / 2 + sum ((z - m)^2 / exp(v) + v + log(2 pi)) / 2.</summary>
    public double[] LogWeights(float[] codes, float[] drawn)
    {
        int rows = codes.Length / (2 * latents), samples = drawn.Length / (rows * latents);
        double[] weights = new double[rows * samples], precisions = new double[latents];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> m = codes.AsSpan(2 * row * latents, latents), v = codes.AsSpan(((2 * row) + 1) * latents, latents);
            double constant = 0;
            for (int i = 0; i < latents; i++)
            {
                precisions[i] = Math.Exp(-v[i]);
                constant += (v[i] + Math.Log(Math.Tau)) / 2;
            }

            for (int k = row * samples; k < (row + 1) * samples; k++)
            {
                ReadOnlySpan<float> z = drawn.AsSpan(k * latents, latents);
                double sum = 0;
                for (int i = 0; i < latents; i++)
                {
                    double difference = z[i] - m[i];
                    sum += (difference * difference * precisions[i]) - ((double)z[i] * z[i]);
                }

                weights[k] = constant + (sum / 2);
            }
        }

        return weights;
    }
}
