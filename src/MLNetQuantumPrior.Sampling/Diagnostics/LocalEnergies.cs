using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// a_ri = s_i (h_i + sum_j J_ij s_j) of every spin i of every sample r: half of what turning the spin over would gain. Given all other
/// spins, s_i has the probability 1 / (1 + exp(2 beta a_ri)).
/// </summary>
internal sealed class LocalEnergies
{
    private const int Lanes = 16; // samples: a multiple of any Vector<float> of up to 512 bits

    private const float LargestExponent = 80; // exp of it and its inverse are normal single-precision numbers

    private readonly ChainBlock[] _blocks;
    private readonly float[][] _energies; // block by block, [spin, sample]

    public LocalEnergies(IsingModel model, SpinMatrix samples)
    {
        _blocks = ChainBlock.Split(samples.Rows, Lanes);
        _energies = new float[_blocks.Length][];
        Parallel.For(0, _blocks.Length, b => _energies[b] = EnergiesOf(model, samples, _blocks[b]));
    }

    /// <summary>The lowest and the highest a_ri among samples whose weight is not 0.</summary>
    public (float Lowest, float Highest) Range(double[] weights)
    {
        (float lowest, float highest) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int b = 0; b < _blocks.Length; b++)
        {
            (int first, int count, int padded) = _blocks[b];
            for (int at = 0; at < _energies[b].Length; at++)
            {
                int lane = at % padded;
                if (lane < count && weights[first + lane] > 0)
                {
                    lowest = Math.Min(lowest, _energies[b][at]);
                    highest = Math.Max(highest, _energies[b][at]);
                }
            }
        }

        return (lowest, highest);
    }

    /// <summary>With p = 1 / (1 + exp(-2 beta a)): g_r = -sum_i 2 a p and k_r = sum_i 4 a^2 p (1 - p), weighted by w_r.</summary>
    public PseudoLikelihood LikelihoodAt(double beta, double[] weights)
    {
        var parts = new PseudoLikelihood[_blocks.Length];
        Parallel.For(0, parts.Length, b =>
            parts[b] = Sum(_energies[b], _blocks[b].Padded, (float)(-2 * beta), weights.AsSpan(_blocks[b].First, _blocks[b].Count)));
        PseudoLikelihood sum = default;
        foreach (PseudoLikelihood part in parts)
        {
            sum = new(sum.Score + part.Score, sum.Information + part.Information, sum.SquaredScores + part.SquaredScores);
        }

        return sum;
    }

    private static float[] EnergiesOf(IsingModel model, SpinMatrix samples, ChainBlock block)
    {
        int n = model.SpinCount;
        float[] spins = new float[n * block.Padded];
        float[] energies = new float[spins.Length];
        SpinTransposition.ToBlock(samples.AsSpan()[(block.First * n)..], block.Count, spins, block.Padded);

        int width = block.Padded / Vector<float>.Count; // vectors of a row
        ReadOnlySpan<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(spins);
        Span<Vector<float>> fields = MemoryMarshal.Cast<float, Vector<float>>(energies.AsSpan());
        for (int i = 0; i < n; i++)
        {
            fields.Slice(i * width, width).Fill(Vector.Create(model.Fields[i]));
        }

        ReadOnlySpan<SpinEdge> edges = model.Graph.Edges.AsSpan();
        for (int e = 0; e < edges.Length; e++)
        {
            float coupling = model.Couplings[e];
            (int i, int j) = (edges[e].I * width, edges[e].J * width);
            for (int lane = 0; lane < width; lane++)
            {
                fields[i + lane] += coupling * s[j + lane];
                fields[j + lane] += coupling * s[i + lane];
            }
        }

        for (int at = 0; at < fields.Length; at++)
        {
            fields[at] *= s[at];
        }

        return energies;
    }

    private static PseudoLikelihood Sum(ReadOnlySpan<float> energies, int padded, float minusTwoBeta, ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(energies);
        int width = padded / Vector<float>.Count;
        PseudoLikelihood sum = default;
        for (int column = 0; column < width; column++)
        {
            (Vector<float> scores, Vector<float> informations) = (Vector<float>.Zero, Vector<float>.Zero);
            for (int at = column; at < a.Length; at += width)
            {
                Vector<float> e = Vector.Exp(Vector.Min(minusTwoBeta * a[at], new(LargestExponent)));
                Vector<float> p = Vector<float>.One / (Vector<float>.One + e);
                Vector<float> twoAP = 2 * a[at] * p;
                scores -= twoAP;
                informations += 2 * a[at] * twoAP * (e * p);
            }

            int first = column * Vector<float>.Count;
            for (int lane = 0; lane < Vector<float>.Count && first + lane < weights.Length; lane++)
            {
                double w = weights[first + lane];
                double score = w * scores[lane];
                sum = new(sum.Score + score, sum.Information + (w * informations[lane]), sum.SquaredScores + (score * score));
            }
        }

        return sum;
    }
}

/// <summary>Derivatives of the weighted mean log pseudo-likelihood of samples by beta.</summary>
/// <param name="Score">The first derivative, sum_r w_r g_r.</param>
/// <param name="Information">Minus the second derivative, sum_r w_r k_r.</param>
/// <param name="SquaredScores">sum_r w_r^2 g_r^2, the variance of the score at the maximum for independent samples.</param>
internal readonly record struct PseudoLikelihood(double Score, double Information, double SquaredScores);
