namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The exact distribution p(s) = exp(-beta E(s)) / Z of a small model, by visiting all 2^n states in double precision: what samplers and
/// estimates of log Z are judged by.
/// </summary>
/// <remarks>24 spins take a fraction of a second. Only <see cref="Probabilities"/> holds 2^n numbers at once.</remarks>
public sealed partial class ExactEnumeration
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

        var moments = new EnumeratedMoments(model, _blocks.LowSpins);
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
        MeanEnergy = model.Offset;
        for (int i = 0; i < model.SpinCount; i++)
        {
            MeanEnergy += model.Field(i) * MeanSpins[i];
        }

        for (int e = 0; e < model.Couplings.Length; e++)
        {
            MeanEnergy += model.Coupling(e) * EdgeCorrelations[e];
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

    private static void Decode(int state, Span<sbyte> spins)
    {
        for (int i = 0; i < spins.Length; i++)
        {
            spins[i] = (sbyte)EnergyBlocks.Spin(state, i);
        }
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
}
