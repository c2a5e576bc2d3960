namespace MLNetQuantumPrior.Sampling;

public sealed partial record AnnealedImportanceSampling
{
    private int BackwardsChains => Math.Max(Chains / 4, Math.Min(Chains, 128));

    /// <summary>Estimates log Z from above: a chain from each draw of the model is annealed back to beta 0.</summary>
    /// <param name="model">The model.</param>
    /// <param name="draws">
    /// At least two draws from exp(-beta E), each the start of a chain: <see cref="Chains"/> does not count here.
    /// </param>
    /// <param name="seed">Seed of all randomness, another one than that of the draws.</param>
    /// <param name="beta">Inverse temperature of the draws, finite and at least 0.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/> between two sweeps.</param>
    /// <returns>
    /// An estimate whose mean is at least log Z if the draws are exact; from draws of long runs it is as good as the draws. Draws that
    /// have not come down to the energies of the target make it too low. The bound that holds in 95 of 100 runs is
    /// <see cref="LogPartitionEstimate.UpperBound"/>.
    /// </returns>
    /// <remarks>
    /// The weights are those of <see cref="Estimate"/> backwards, with the mean 2^n / Z; its inverse is an estimate of Z whose logarithm
    /// has a mean of at least log Z.
    /// </remarks>
    /// <exception cref="ArgumentException">The draws do not fit the model, or beta is out of range.</exception>
    public LogPartitionEstimate EstimateBackwards(
        IsingModel model, SpinMatrix draws, ulong seed, double beta = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(draws);
        RequireTemperature(beta);
        if (draws.Columns != model.SpinCount || draws.Rows < 2)
        {
            throw new ArgumentException(
                $"Draws '{nameof(draws)}': expected at least 2 of {model.SpinCount} spins, got {draws.Rows} of {draws.Columns}.",
                nameof(draws));
        }

        cancel.ThrowIfCancellationRequested();
        return Estimated(
            LogWeights(model, beta, 0, draws.Rows, draws, seed, cancel),
            logMean => AtZero(model, beta) - logMean,
            LogPartitionMethod.BackwardsAnnealing);
    }

    /// <summary>The estimate from draws made for it; null where population annealing does not reach the target.</summary>
    private LogPartitionEstimate? FromAbove(IsingModel model, ulong seed, double beta, CancellationToken cancel)
    {
        IIsingSampler sampler = model.SpinCount <= ExactEnumeration.MaxSpins ? new ExactSampler() : new PopulationAnnealingSampler
        {
            // Long steps and few sweeps give as good draws as the defaults, in a quarter of the time.
            Sweeps = 5, StepEfficiency = 0.6, MaxDegreeOfParallelism = MaxDegreeOfParallelism, Kernel = Kernel,
        };
        var seeds = new SplitMix64(seed);
        SampleSet drawn;
        try
        {
            drawn = sampler.Sample(model, new(BackwardsChains, seeds.Next()) { Beta = beta }, cancel);
        }
        catch (ArgumentException)
        {
            return null; // more steps of beta than population annealing makes
        }

        return EstimateBackwards(model, drawn.Spins, seeds.Next(), beta, cancel);
    }
}
