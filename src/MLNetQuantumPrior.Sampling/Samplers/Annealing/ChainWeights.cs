namespace MLNetQuantumPrior.Sampling;

/// <summary>Weights of chains, at least 0, with sum 1, which change in place.</summary>
internal sealed class ChainWeights
{
    /// <summary>Number of the random stream of resampling, far from those of a sampler's reads.</summary>
    private const ulong ResamplingChain = 1UL << 62;

    private readonly double[] _weights;

    /// <summary>Equal weights.</summary>
    public ChainWeights(int chains)
    {
        _weights = new double[chains];
        SetEqual();
    }

    /// <summary>A copy of some weights.</summary>
    public ChainWeights(ReadOnlySpan<double> weights) => _weights = weights.ToArray();

    /// <summary>One a chain.</summary>
    public ReadOnlySpan<double> Values => _weights;

    /// <summary>1 / sum of squared weights: between 1 and the number of chains, where the weights are equal.</summary>
    public double EffectiveSize
    {
        get
        {
            double squares = 0;
            foreach (double weight in _weights)
            {
                squares += weight * weight;
            }

            return 1 / squares;
        }
    }

    /// <summary>Takes other weights, as many.</summary>
    public void Set(ReadOnlySpan<double> weights) => weights.CopyTo(_weights);

    /// <summary>Multiplies each weight by exp(-rise) and then all by one number, so that their sum stays 1.</summary>
    /// <param name="rises">By how much each chain's energy rises; overwritten.</param>
    /// <returns>log of the weighted mean factor.</returns>
    public double Follow(Span<double> rises)
    {
        Span<double> logWeights = rises;
        for (int r = 0; r < _weights.Length; r++)
        {
            logWeights[r] = Math.Log(_weights[r]) - rises[r];
        }

        double logSum = ImportanceWeights.Of(logWeights).LogMean + Math.Log(_weights.Length);
        for (int r = 0; r < _weights.Length; r++)
        {
            _weights[r] = Math.Exp(logWeights[r] - logSum);
        }

        return logSum;
    }

    /// <summary>
    /// Systematic resampling: chain r is copied N W_r times, rounded up or down at random by one number in [0, 1) for all (Kitagawa 1996).
    /// The weights become equal.
    /// </summary>
    /// <param name="seed">Seed of the number.</param>
    /// <param name="chains">The chains, one after the other.</param>
    /// <param name="copies">Receives as many.</param>
    public void Resample(ulong seed, ReadOnlySpan<sbyte> chains, Span<sbyte> copies)
    {
        int count = _weights.Length, spins = chains.Length / count;
        double offset = Xoshiro128.OfChain(seed, ResamplingChain).NextDouble();
        int last = count - 1; // serves where rounding leaves a target beyond the sum of all weights
        while (_weights[last] == 0)
        {
            last--;
        }

        int source = 0;
        double upToSource = _weights[0];
        for (int r = 0; r < count; r++)
        {
            double target = (r + offset) / count;
            while (upToSource <= target && source < last)
            {
                upToSource += _weights[++source];
            }

            chains.Slice(source * spins, spins).CopyTo(copies[(r * spins)..]);
        }

        SetEqual();
    }

    /// <summary>Makes all weights equal.</summary>
    public void SetEqual() => Array.Fill(_weights, 1.0 / _weights.Length);
}
