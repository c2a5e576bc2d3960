namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Chains that follow a changing model at beta = 1, with weights that make up for their lag (Jarzynski 1997, Neal 2001): immutable.
/// </summary>
/// <remarks>
/// Plain persistent chains sample a model that they have not caught up with. Here each change of the model multiplies each chain's weight
/// by exp(-(E_new(s) - E_old(s))) at its present state, before it is swept under the new model. If the first chains were draws from the
/// first model, then Z times a weighted sum over chains is unbiased for every later model, however few the sweeps; the weighted average
/// itself has a bias of one over the number of chains. What few sweeps cost is weight: the fewer they are and the faster the model
/// changes, the more uneven the weights. <see cref="EffectiveSampleSize"/> tells, and chains are resampled when it falls too low.
/// <para>The mean factor of each change is the ratio of the partition functions, so log Z comes along for free.</para>
/// <para><see cref="Model"/>, <see cref="Chains"/>, <see cref="Weights"/> and <see cref="LogPartition"/> are all there is to store.</para>
/// </remarks>
public sealed class WeightedPopulation
{
    /// <summary>How far the sum of stored weights may be from 1, for rounding.</summary>
    private const double WeightTolerance = 1e-6;

    /// <summary>Starts with equal weights.</summary>
    /// <param name="model">The first model.</param>
    /// <param name="chains">Draws from it, such as a population annealer's; a chain a row.</param>
    /// <param name="logPartition">log Z of the model; 0 when unknown, to track the ratio of later partition functions to the first.</param>
    /// <exception cref="ArgumentException">Chains and model do not fit, or there is no chain, or log Z is not finite.</exception>
    public WeightedPopulation(IsingModel model, SpinMatrix chains, double logPartition)
        : this(model, chains, EqualWeights(chains), logPartition)
    {
    }

    /// <summary>Goes on from a stored population.</summary>
    /// <param name="model">The model that the chains have followed so far.</param>
    /// <param name="chains">The chains, one a row.</param>
    /// <param name="weights">One weight a chain, at least 0, with sum 1.</param>
    /// <param name="logPartition">The running estimate of log Z.</param>
    /// <exception cref="ArgumentException">Chains, weights and model do not fit, or a number is out of range.</exception>
    public WeightedPopulation(IsingModel model, SpinMatrix chains, ImmutableArray<double> weights, double logPartition)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(chains);
        if (weights.IsDefaultOrEmpty || weights.Length != chains.Rows)
        {
            throw new ArgumentException(
                $"Weights of {chains.Rows} chains: expected one a chain, at least one, got {(weights.IsDefault ? 0 : weights.Length)}.",
                nameof(weights));
        }

        double sum = 0;
        for (int r = 0; r < weights.Length; r++)
        {
            sum += weights[r] >= 0
                ? weights[r]
                : throw new ArgumentException($"Weight of chain {r}: expected at least 0, got {weights[r]}.", nameof(weights));
        }

        if (!(Math.Abs(sum - 1) <= WeightTolerance))
        {
            throw new ArgumentException($"Weights: expected the sum 1, got {sum}.", nameof(weights));
        }

        if (!double.IsFinite(logPartition))
        {
            throw new ArgumentException($"log Z: expected a finite number, got {logPartition}.", nameof(logPartition));
        }

        (Model, Chains, Weights, LogPartition) = (model, chains, weights, logPartition);
        Energies = model.Energies(chains, maxDegreeOfParallelism: 1);
    }

    private WeightedPopulation(
        IsingModel model, SpinMatrix chains, ImmutableArray<double> weights, double logPartition, ImmutableArray<double> energies) =>
        (Model, Chains, Weights, LogPartition, Energies) = (model, chains, weights, logPartition, energies);

    /// <summary>The model whose averages the weighted chains estimate.</summary>
    public IsingModel Model { get; }

    /// <summary>Where the chains stand, one a row.</summary>
    public SpinMatrix Chains { get; }

    /// <summary>The energy of each chain under <see cref="Model"/>.</summary>
    public ImmutableArray<double> Energies { get; }

    /// <summary>One weight a chain, at least 0, with sum 1.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>The estimate of log Z of <see cref="Model"/>, in nats: exp of it is unbiased if it was exact at first.</summary>
    public double LogPartition { get; }

    /// <summary>
    /// Most threads for its own sums, at least 1; the sampler has an option of its own. Default: one a core. Nothing depends on it.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>1 / sum of squared weights: between 1 and the number of chains, where the weights are equal.</summary>
    public double EffectiveSampleSize => new ChainWeights(Weights.AsSpan()).EffectiveSize;

    /// <summary>Moves on to another model: reweights the chains, resamples them where too few count, and sweeps them.</summary>
    /// <param name="next">The next model, of as many spins.</param>
    /// <param name="sampler">
    /// Sweeps the chains from where they stand, such as a <see cref="BlockGibbsSampler"/> of one sweep. It must leave the model's
    /// distribution unchanged.
    /// </param>
    /// <param name="seed">Seed of the resampling and of the sampler; a new one for each call.</param>
    /// <param name="resampleBelow">Resample when the effective sample size is below this part of the chains, within [0, 1].</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The model has another number of spins, or the sampler cannot go on from given spins.</exception>
    public WeightedPopulation Follow(
        IsingModel next, IIsingSampler sampler, ulong seed, double resampleBelow = 0.6, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentOutOfRangeException.ThrowIfLessThan(resampleBelow, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(resampleBelow, 1);

        var weights = new ChainWeights(Weights.AsSpan());
        double logRatio = weights.Follow(Rises(next));
        SpinMatrix chains = Chains;
        if (weights.EffectiveSize < resampleBelow * chains.Rows)
        {
            sbyte[] copies = GC.AllocateUninitializedArray<sbyte>(chains.Rows * chains.Columns);
            weights.Resample(seed, chains.AsSpan(), copies);
            chains = SpinMatrix.Adopt(copies, chains.Rows, chains.Columns);
        }

        SampleSet swept = sampler.Sample(next, new(chains.Rows, seed) { InitialStates = chains }, cancel);
        return new(next, swept.Spins, [.. weights.Values], LogPartition + logRatio, swept.Energies)
        {
            MaxDegreeOfParallelism = MaxDegreeOfParallelism,
        };
    }

    private static ImmutableArray<double> EqualWeights(SpinMatrix chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        return [.. new ChainWeights(chains.Rows).Values];
    }

    /// <summary>By how much the energy of each chain is larger under another model.</summary>
    private double[] Rises(IsingModel next)
    {
        ImmutableArray<double> energies = next.Energies(Chains, MaxDegreeOfParallelism);
        double[] rises = new double[energies.Length];
        for (int r = 0; r < rises.Length; r++)
        {
            rises[r] = energies[r] - Energies[r];
        }

        return rises;
    }
}
