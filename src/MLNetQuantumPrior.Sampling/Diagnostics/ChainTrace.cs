namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// One number of each of several chains, draw after draw: the energies of continued calls of a sampler, or any other observable.
/// </summary>
/// <remarks>
/// To fill it, sample again and again with <see cref="SampleRequest.Continue"/> and a new seed, and add each answer. Leave out the draws of
/// the warm-up.
/// </remarks>
public sealed class ChainTrace
{
    private readonly List<double[]> _draws = [];

    /// <summary>Starts an empty trace.</summary>
    /// <param name="chains">Number of chains, at least 1.</param>
    public ChainTrace(int chains)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chains, 1);
        Chains = chains;
    }

    /// <summary>Number of chains.</summary>
    public int Chains { get; }

    /// <summary>Number of draws of each chain so far.</summary>
    public int Draws => _draws.Count;

    /// <summary>One number.</summary>
    public double this[int chain, int draw] => _draws[draw][chain];

    /// <summary>Adds the next draw of each chain.</summary>
    /// <param name="values">One finite number a chain.</param>
    /// <exception cref="ArgumentException">The number of values is not the number of chains, or one is not finite.</exception>
    public void Add(ReadOnlySpan<double> values)
    {
        if (values.Length != Chains)
        {
            throw new ArgumentException($"Draw: expected one number for each of {Chains} chains, got {values.Length}.", nameof(values));
        }

        for (int c = 0; c < values.Length; c++)
        {
            if (!double.IsFinite(values[c]))
            {
                throw new ArgumentException($"Draw of chain {c}: expected a finite number, got {values[c]}.", nameof(values));
            }
        }

        _draws.Add(values.ToArray());
    }

    /// <summary>Adds the energies of a call's reads: read r is the next draw of chain r.</summary>
    /// <exception cref="ArgumentException">The number of reads is not the number of chains.</exception>
    public void Add(SampleSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        Add(reads.Energies.AsSpan());
    }

    /// <summary>
    /// First and second half of every chain as series of their own, so that a drift within a chain shows as a difference between two; the
    /// middle draw of an odd number is left out.
    /// </summary>
    internal double[][] SplitChains()
    {
        int half = Draws / 2;
        double[][] series = new double[2 * Chains][];
        for (int c = 0; c < Chains; c++)
        {
            series[2 * c] = [.. _draws.Take(half).Select(draw => draw[c])];
            series[(2 * c) + 1] = [.. _draws.TakeLast(half).Select(draw => draw[c])];
        }

        return series;
    }
}
