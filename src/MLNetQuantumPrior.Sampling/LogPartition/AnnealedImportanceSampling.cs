namespace MLNetQuantumPrior.Sampling;

/// <summary>Annealed importance sampling: an estimate of log Z from independent chains that are cooled from beta 0 to the target.</summary>
/// <remarks>
/// A chain starts from fair coins, an exact draw at beta 0, where log Z is n log 2. At each of the <see cref="Temperatures"/> equal steps
/// of beta its log weight grows by -(step) E(s), and then it makes <see cref="Sweeps"/> block Gibbs sweeps at the new beta. The mean weight
/// is an unbiased estimate of Z / 2^n, so its logarithm is low by about half the squared standard error.
/// <para>
/// The standard error is that of the mean weight divided by the mean weight (delta method), over independent chains. Where a few chains
/// carry all weight it would be too small and is infinite: <see cref="LogPartitionEstimate.IsReliable"/> is false. The estimate of Z has
/// the mean Z however long the run, so that its logarithm has a mean of at most log Z: a bound from below, on average, and in 95 of 100
/// runs <see cref="LogPartitionEstimate.LowerBound"/>. <see cref="Backwards"/> adds the estimate from above,
/// <see cref="LogPartitionEstimate.Above"/>; how far the two are apart shows what neither standard error can.
/// </para>
/// Neal, "Annealed importance sampling", Statistics and Computing 11, 2001; Grosse, Ghahramani and Adams, "Sandwiching the marginal
/// likelihood using bidirectional Monte Carlo", arXiv:1511.02543, 2015.
/// </remarks>
public sealed partial record AnnealedImportanceSampling
{
    /// <summary>
    /// Steps over which the changes of energy that sweeps sum in single precision are added up: each is off by some 1e-5, and a step weighs
    /// them with the difference of two betas only.
    /// </summary>
    private const int TrackedSteps = 64;

    /// <summary>Number of steps from beta 0 to the target, at least 1. Default 1000.</summary>
    public int Temperatures { get; init => field = Check.AtLeast(1, value); } = 1000;

    /// <summary>Number of independent chains, at least 2. Default 256; multiples of 64 fill the registers.</summary>
    public int Chains { get; init => field = Check.AtLeast(2, value); } = 256;

    /// <summary>Gibbs sweeps at each temperature, at least 1. Default 1: more temperatures usually help more than more sweeps.</summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 1;

    /// <summary>
    /// Whether chains are also annealed backwards, from draws of the target to beta 0, for <see cref="LogPartitionEstimate.Above"/>: a
    /// quarter as many chains, but at least 128 or all. Default false; true takes about twice as long with the default effort.
    /// </summary>
    /// <remarks>
    /// The draws are exact for up to <see cref="ExactEnumeration.MaxSpins"/> spins, and from a <see cref="PopulationAnnealingSampler"/>
    /// for more: see <see cref="EstimateBackwards"/> for what that means, and for draws of your own.
    /// </remarks>
    public bool Backwards { get; init; }

    /// <summary>Most threads of one call, at least 1. Default: one a core. The estimate does not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal GibbsKernel Kernel { get; init; } = GibbsKernel.Available[0];

    /// <summary>Estimates log Z of a model of any size.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">Seed of all randomness; chain c uses a stream of its own, made from (seed, c) alone.</param>
    /// <param name="beta">Inverse temperature, finite and at least 0.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/> between two sweeps.</param>
    /// <exception cref="ArgumentException">Beta is out of range.</exception>
    public LogPartitionEstimate Estimate(IsingModel model, ulong seed, double beta = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequireTemperature(beta);
        cancel.ThrowIfCancellationRequested();
        LogPartitionEstimate below = Estimated(
            LogWeights(model, 0, beta, Chains, draws: null, seed, cancel),
            logMean => AtZero(model, beta) + logMean,
            LogPartitionMethod.AnnealedImportanceSampling);
        return Backwards ? below with { Above = FromAbove(model, seed, beta, cancel) } : below;
    }

    private static void RequireTemperature(double beta)
    {
        if (!(double.IsFinite(beta) && beta >= 0))
        {
            throw new ArgumentException(
                $"Inverse temperature '{nameof(beta)}': expected a finite number, at least 0, got {beta}.", nameof(beta));
        }
    }

    /// <summary>log Z at beta 0, and what the offset adds to it at beta.</summary>
    private static double AtZero(IsingModel model, double beta) => (model.SpinCount * Math.Log(2)) - (beta * model.Offset);

    private static LogPartitionEstimate Estimated(double[] logWeights, Func<double, double> value, LogPartitionMethod method)
    {
        ImportanceWeights mean = ImportanceWeights.Of(logWeights);
        return new(
            value(mean.LogMean), mean.AreReliable ? mean.StandardError : double.PositiveInfinity, mean.EffectiveSampleSize, method)
        {
            DegreesOfFreedom = logWeights.Length - 1,
        };
    }

    /// <summary>Anneals chains from draws, or from fair coins where there are none.</summary>
    private double[] LogWeights(
        IsingModel model, double start, double target, int count, SpinMatrix? draws, ulong seed, CancellationToken cancel)
    {
        double[] logWeights = new double[count];
        ChainBlock[] blocks = ChainBlock.Split(count, Kernel.Lanes);
        bool tracksEnergy = model.Graph.SweepPlan.HasDense; // there, finding energies again takes longer than a sweep
        using var weights = new GibbsWeights(model, Kernel, registerSweeps: (long)Temperatures * Sweeps, tracksEnergy: tracksEnergy);
        Cores.ForEach(blocks, MaxDegreeOfParallelism, cancel, block =>
        {
            using var chains = new BlockChains(block, model.SpinCount, seed);
            chains.Start(Kernel, isRandom: draws is null, draws is null ? [] : draws.AsSpan());
            Anneal(model, start, target, chains, weights, logWeights.AsSpan(block.First, block.Count), cancel);
        });
        return logWeights;
    }

    private void Anneal(
        IsingModel model,
        double start,
        double target,
        BlockChains chains,
        GibbsWeights weights,
        Span<double> logWeights,
        CancellationToken cancel)
    {
        double beta = start;
        for (int t = 1; t <= Temperatures; t++)
        {
            double next = target > 0 ? target * t / Temperatures : start * (Temperatures - t) / Temperatures;
            if (!weights.Task.TracksEnergy || t % TrackedSteps == 1)
            {
                Kernel.Energies(model, chains.Spins, chains.Energies);
            }

            Span<double> energies = chains.Energies;
            for (int c = 0; c < logWeights.Length; c++)
            {
                logWeights[c] -= (next - beta) * energies[c];
            }

            beta = next;
            chains.SetBeta(beta);
            chains.EnergyChanges.Clear();
            for (int sweep = 0; sweep < Sweeps && t < Temperatures; sweep++) // no weight depends on sweeps at the target
            {
                cancel.ThrowIfCancellationRequested();
                chains.Sweep(Kernel, weights.Task);
            }

            for (int c = 0; c < energies.Length; c++)
            {
                energies[c] += chains.EnergyChanges[c];
            }
        }
    }
}
