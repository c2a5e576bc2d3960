using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The exact law p(s) = exp(-beta E(s)) / Z of a small model, by visiting all 2^n states in double precision: what samplers and estimates
/// of log Z are judged by.
/// </summary>
/// <remarks>24 spins take a fraction of a second. Only <see cref="Probabilities"/> holds 2^n numbers at once.</remarks>
public sealed class ExactEnumeration
{
    /// <summary>Most spins that are enumerated: 2^24 is 17 million states.</summary>
    public const int MaxSpins = 24;

    private readonly EnergyBlocks _blocks;

    // Sums of exp(-beta (E - LowestEnergy)): at most 1 a state and exactly 1 for one, so that nothing overflows.
    private readonly double[] _blockSums;
    private readonly double _sum;

    /// <summary>Enumerates the model.</summary>
    /// <param name="model">At most <see cref="MaxSpins"/> spins.</param>
    /// <param name="beta">Inverse temperature, finite and at least 0.</param>
    /// <param name="cancel">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The model has too many spins, or beta is out of range.</exception>
    public ExactEnumeration(IsingModel model, double beta = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.SpinCount > MaxSpins)
        {
            throw new ArgumentException($"Model to enumerate: expected at most {MaxSpins} spins, got {model.SpinCount}.", nameof(model));
        }

        if (!(double.IsFinite(beta) && beta >= 0))
        {
            throw new ArgumentException(
                $"Inverse temperature '{nameof(beta)}': expected a finite number, at least 0, got {beta}.", nameof(beta));
        }

        (Model, Beta) = (model, beta);
        _blocks = new(model);
        _blockSums = new double[_blocks.Count];
        LowestEnergy = Lowest(cancel);

        var moments = new Moments(model, _blocks.LowSpins);
        double[] weights = new double[_blocks.Size];
        for (int block = 0; block < _blocks.Count; block++)
        {
            cancel.ThrowIfCancellationRequested();
            FillWeights(block, weights);
            _blockSums[block] = moments.Add(block, weights);
        }

        _sum = _blockSums.Sum();
        LogPartition = Math.Log(_sum) - (beta * LowestEnergy);
        (MeanSpins, EdgeCorrelations) = moments.Finish(_sum);
        for (int i = 0; i < model.SpinCount; i++)
        {
            MeanEnergy += model.Fields[i] * MeanSpins[i];
        }

        for (int e = 0; e < model.Couplings.Length; e++)
        {
            MeanEnergy += model.Couplings[e] * EdgeCorrelations[e];
        }
    }

    /// <summary>The enumerated model.</summary>
    public IsingModel Model { get; }

    /// <summary>The inverse temperature.</summary>
    public double Beta { get; }

    /// <summary>log Z, Z the sum of exp(-beta E(s)) over all states.</summary>
    public double LogPartition { get; }

    /// <summary>The energy of the ground states.</summary>
    public double LowestEnergy { get; }

    /// <summary>The expected energy.</summary>
    public double MeanEnergy { get; }

    /// <summary>Entropy of p in nats: beta times the expected energy plus log Z.</summary>
    public double Entropy => (Beta * MeanEnergy) + LogPartition;

    /// <summary>Expected s_i, one a spin.</summary>
    public ImmutableArray<double> MeanSpins { get; }

    /// <summary>Expected s_i s_j, one an edge, in the order of <see cref="SpinGraph.Edges"/>.</summary>
    public ImmutableArray<double> EdgeCorrelations { get; }

    /// <summary>log p(s).</summary>
    /// <param name="spins">-1 or +1 for each spin.</param>
    /// <exception cref="ArgumentException">The number of spins is not the model's.</exception>
    public double LogProbability(ReadOnlySpan<sbyte> spins) => -(Beta * Model.Energy(spins)) - LogPartition;

    /// <summary>All 2^n probabilities; bit i of the index is set where s_i = +1.</summary>
    public double[] Probabilities()
    {
        double[] probabilities = new double[_blocks.Count * _blocks.Size];
        for (int block = 0; block < _blocks.Count; block++)
        {
            Span<double> part = probabilities.AsSpan(block * _blocks.Size, _blocks.Size);
            FillWeights(block, part);
            foreach (ref double p in part)
            {
                p /= _sum;
            }
        }

        return probabilities;
    }

    /// <summary>The expectation of any function of the spins, called once for each of the 2^n states.</summary>
    public double Expectation(Func<ReadOnlySpan<sbyte>, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Span<sbyte> spins = stackalloc sbyte[Model.SpinCount];
        double[] weights = new double[_blocks.Size];
        double expectation = 0;
        for (int block = 0; block < _blocks.Count; block++)
        {
            FillWeights(block, weights);
            double sum = 0;
            for (int index = 0; index < weights.Length; index++)
            {
                Decode((block * weights.Length) + index, spins);
                sum += weights[index] * function(spins);
            }

            expectation += sum / _sum;
        }

        return expectation;
    }

    /// <summary>Inverts the cumulative law: one configuration for each uniform number of [0, 1).</summary>
    internal void Draw(ReadOnlySpan<double> uniforms, Span<sbyte> spins, CancellationToken cancel)
    {
        double[] targets = new double[uniforms.Length];
        int[] reads = new int[uniforms.Length];
        for (int r = 0; r < reads.Length; r++)
        {
            (targets[r], reads[r]) = (uniforms[r] * _sum, r);
        }

        // In ascending order, each block is rebuilt at most once, however many draws fall into it.
        Array.Sort(targets, reads);
        double[] cumulative = new double[_blocks.Size];
        double before = 0;
        int next = 0;
        for (int block = 0; block < _blocks.Count && next < reads.Length; block++)
        {
            bool last = block == _blocks.Count - 1;
            if (last || targets[next] < before + _blockSums[block])
            {
                cancel.ThrowIfCancellationRequested();
                FillWeights(block, cumulative);
                for (int index = 1; index < cumulative.Length; index++)
                {
                    cumulative[index] += cumulative[index - 1];
                }

                for (; next < reads.Length && (last || targets[next] < before + _blockSums[block]); next++)
                {
                    int state = (block * cumulative.Length) + Invert(cumulative, targets[next] - before);
                    Decode(state, spins.Slice(reads[next] * Model.SpinCount, Model.SpinCount));
                }
            }

            before += _blockSums[block];
        }
    }

    private static void Decode(int state, Span<sbyte> spins)
    {
        for (int i = 0; i < spins.Length; i++)
        {
            spins[i] = (sbyte)EnergyBlocks.Spin(state, i);
        }
    }

    /// <summary>
    /// The first index whose cumulative sum exceeds the target; where rounding leaves none, the last state of positive weight.
    /// </summary>
    private static int Invert(ReadOnlySpan<double> cumulative, double target)
    {
        int found = FirstAbove(cumulative, target);
        return found < cumulative.Length ? found : FirstAbove(cumulative, Math.BitDecrement(cumulative[^1]));
    }

    private static int FirstAbove(ReadOnlySpan<double> cumulative, double target)
    {
        (int low, int high) = (0, cumulative.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = cumulative[middle] > target ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private double Lowest(CancellationToken cancel)
    {
        double lowest = double.PositiveInfinity;
        double[] energies = new double[_blocks.Size];
        for (int block = 0; block < _blocks.Count; block++)
        {
            cancel.ThrowIfCancellationRequested();
            _blocks.Fill(block, energies);
            foreach (double energy in energies)
            {
                lowest = Math.Min(lowest, energy);
            }
        }

        return lowest;
    }

    private void FillWeights(int block, Span<double> weights)
    {
        _blocks.Fill(block, weights);
        foreach (ref double weight in weights)
        {
            weight = Math.Exp(-Beta * (weight - LowestEnergy));
        }
    }

    /// <summary>Weighted sums of s_i and of s_i s_j over edges, gathered block by block.</summary>
    private sealed class Moments(IsingModel model, int lowSpins)
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

        /// <summary>
        /// Sums out one low spin after the other, which gives sum_states w s_i on the way; returns the sum of all weights.
        /// </summary>
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
}
