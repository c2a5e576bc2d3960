using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Weighted sums of s_i and of s_i s_j over edges, gathered block by block.</summary>
internal sealed class EnumeratedMoments(IsingModel model, int lowSpins)
{
    private readonly double[] _lowMarginal = new double[1 << lowSpins];
    private readonly double[] _folded = new double[1 << lowSpins];
    private readonly double[] _spins = new double[model.SpinCount];
    private readonly double[] _blockSpins = new double[lowSpins];
    private readonly double[] _edges = new double[model.Graph.Edges.Length];

    /// <summary>Adds a block and gives the sum of its weights.</summary>
    public double Add(int block, ReadOnlySpan<double> weights)
    {
        for (int index = 0; index < weights.Length; index++)
        {
            _lowMarginal[index] += weights[index];
        }

        int state = block << lowSpins;
        double sum = Fold(weights, _blockSpins);
        for (int i = lowSpins; i < _spins.Length; i++)
        {
            _spins[i] += sum * EnergyBlocks.Spin(state, i);
        }

        ReadOnlySpan<SpinEdge> edges = model.Graph.Edges.AsSpan();
        for (int e = 0; e < edges.Length; e++)
        {
            (int i, int j) = (edges[e].I, edges[e].J);
            if (j >= lowSpins)
            {
                double first = i < lowSpins ? _blockSpins[i] : sum * EnergyBlocks.Spin(state, i);
                _edges[e] += first * EnergyBlocks.Spin(state, j);
            }
        }

        return sum;
    }

    public (ImmutableArray<double> Spins, ImmutableArray<double> Edges) Finish(double sum)
    {
        Fold(_lowMarginal, _spins.AsSpan(0, lowSpins));
        ReadOnlySpan<SpinEdge> edges = model.Graph.Edges.AsSpan();
        for (int e = 0; e < edges.Length && edges[e].I < lowSpins; e++)
        {
            for (int index = 0; edges[e].J < lowSpins && index < _lowMarginal.Length; index++)
            {
                _edges[e] += _lowMarginal[index] * (EnergyBlocks.Spin(index, edges[e].I) * EnergyBlocks.Spin(index, edges[e].J));
            }
        }

        return (Divided(_spins, sum), Divided(_edges, sum));
    }

    /// <summary>Sums out one low spin after the other, which gives sum_states w s_i on the way; returns the sum of all weights.</summary>
    private double Fold(ReadOnlySpan<double> weights, Span<double> spins)
    {
        weights.CopyTo(_folded);
        for (int i = lowSpins - 1; i >= 0; i--)
        {
            int half = 1 << i;
            double difference = 0;
            for (int index = 0; index < half; index++)
            {
                difference += _folded[half + index] - _folded[index];
                _folded[index] += _folded[half + index];
            }

            spins[i] = difference;
        }

        return _folded[0];
    }

    private static ImmutableArray<double> Divided(double[] values, double divisor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] /= divisor;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }
}
