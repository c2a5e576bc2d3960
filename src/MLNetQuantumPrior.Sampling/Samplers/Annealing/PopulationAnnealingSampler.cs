namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Population annealing: many replicas are cooled together from beta 0 to the target, and at every step replicas are copied or removed so
/// that the population follows the distribution of the new temperature.
/// </summary>
/// <remarks>
/// Replicas start from independent fair coins, which are exact draws at beta 0. A step from beta to beta' gives each replica the weight
/// exp(-(beta' - beta) E), copies and removes replicas by systematic resampling of the whole population, and then makes
/// <see cref="Sweeps"/> block Gibbs sweeps at beta'. Each step is as long as <see cref="StepEfficiency"/> allows.
/// <para>
/// Averages over the reads tend to those of the target as the population grows, with a bias of order 1 / population, even where sweeps at
/// the target do not mix, as long as the population finds every mode that matters. Reads of one call are not independent: copies share
/// a past that the sweeps after it may not have washed out. Repeat with other seeds for error bars. <see cref="SampleSet.Diagnostics"/> is
/// a <see cref="PopulationAnnealingDiagnostics"/>, with log Z.
/// </para>
/// <para>
/// Reads are replicas picked at random without replacement; requests of up to <see cref="Population"/> reads with the same seed are
/// beginnings of one another. Every call anneals from the start, and replicas replace one another:
/// <see cref="SampleRequest.InitialStates"/>, <see cref="SampleRequest.Continue"/> and <see cref="SampleRequest.Streams"/> are refused, and
/// <see cref="SampleSet.State"/> is null. The samples are the same for any number of threads and any SIMD width. A call that is stopped
/// returns the replicas of the lowest energies at the temperature that it had reached; log Z is then not a number.
/// </para>
/// Hukushima and Iba, "Population annealing and its application to a spin glass", AIP Conf. Proc. 690, 2003; Wang, Machta and Katzgraber,
/// "Population annealing: theory and application in spin glasses", Phys. Rev. E 92, 2015.
/// </remarks>
public sealed record PopulationAnnealingSampler : IIsingSampler
{
    /// <summary>Fewest effective families from which the error of log Z is told.</summary>
    private const double FewestFamilies = 16;

    /// <summary>
    /// Number of replicas, 640 by default and at least 64: the families of fewer cannot tell the error of log Z. A request for more reads
    /// anneals as many replicas as reads.
    /// </summary>
    public int Population { get; init => field = Check.AtLeast(64, value); } = 640;

    /// <summary>Gibbs sweeps of each replica after each temperature step, at least 1. Default 10.</summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 10;

    /// <summary>
    /// Effective sample size that the weights of one step must leave, as a share of the population: between 0 and 1, exclusive. Higher
    /// means more, shorter steps. Default 0.9, at which a step replaces about one replica in eight.
    /// </summary>
    public double StepEfficiency { get; init => field = Check.Between(0, 1, value); } = 0.9;

    /// <summary>
    /// Most temperature steps, at least 1; default 10 000. The number needed grows with the spread of energies, roughly as the square root
    /// of the number of spins. A call that would need more throws.
    /// </summary>
    public int MaxSteps { get; init => field = Check.AtLeast(1, value); } = 10_000;

    /// <summary>Most threads of one call, at least 1. Default: one a core. The samples do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal GibbsKernel Kernel { get; init; } = GibbsKernel.Available[0];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request contradicts the model, has a start, or needs more than <see cref="MaxSteps"/>
    /// steps.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model, canStop: true);
        request.RefuseStart("population annealing starts from random spins");
        request.RefuseStreams("replicas replace one another");
        cancel.ThrowIfCancellationRequested();

        int count = Math.Max(Population, request.Reads);
        using var replicas = new ReplicaPopulation(model, count, request.Seed, Sweeps, Kernel, MaxDegreeOfParallelism);
        Xoshiro128 random = Xoshiro128.OfChain(request.Seed, chain: uint.MaxValue); // no replica's stream
        var genealogy = new Genealogy(count);
        double[] logWeights = new double[count];
        double logPartition = (model.SpinCount * Math.Log(2)) - (request.Beta * model.Offset);
        int steps = 0;
        var stop = new StopSignal(request);
        double beta = 0;
        for (; beta < request.Beta && stop.Reason == SampleStop.None; steps++)
        {
            cancel.ThrowIfCancellationRequested();
            if (steps == MaxSteps)
            {
                throw TooFar(beta, request.Beta);
            }

            double step = TemperatureStep.Longest(replicas.Energies, StepEfficiency, request.Beta - beta, logWeights);
            ImportanceWeights weights = TemperatureStep.Weigh(step, replicas.Energies, logWeights);
            logPartition += weights.LogMean;
            replicas.Copy(genealogy.Resample(logWeights, weights.LogMean, random.NextDouble()));
            beta = step < request.Beta - beta ? beta + step : request.Beta;
            replicas.Sweep(beta, Sweeps, cancel);
            stop.Met(replicas.Energies, model.Offset, beta / request.Beta);
        }

        double families = count / genealogy.MeanSquareFamilySize;
        var logZ = new LogPartitionEstimate(
            beta == request.Beta ? logPartition : double.NaN,
            families >= FewestFamilies && beta == request.Beta
                ? Math.Sqrt(Math.Max(0, genealogy.RelativeVariance))
                : double.PositiveInfinity,
            families,
            LogPartitionMethod.PopulationAnnealing);
        SampleStop reason = beta == request.Beta ? SampleStop.None : stop.Reason;
        return Pick(replicas, model, request.Reads, reason, ref random) with
        {
            StoppedBy = reason,
            Diagnostics = new PopulationAnnealingDiagnostics(count, steps, logZ, genealogy.MeanSquareFamilySize),
        };
    }

    /// <summary>
    /// The first places of a random permutation of all replicas; those of the lowest energies where the call was stopped.
    /// </summary>
    private static SampleSet Pick(ReplicaPopulation replicas, IsingModel model, int reads, SampleStop reason, ref Xoshiro128 random)
    {
        int[] permutation = [.. Enumerable.Range(0, replicas.Energies.Length)];
        if (reason != SampleStop.None)
        {
            Array.Sort(replicas.Energies.ToArray(), permutation);
        }

        sbyte[] spins = GC.AllocateUninitializedArray<sbyte>(reads * model.SpinCount);
        double[] energies = new double[reads];
        for (int r = 0; r < reads; r++)
        {
            int other = reason != SampleStop.None ? r : r + (int)(random.NextDouble() * (permutation.Length - r));
            (permutation[r], permutation[other]) = (permutation[other], permutation[r]);
            replicas.Save(permutation[r], spins.AsSpan(r * model.SpinCount, model.SpinCount));
            energies[r] = replicas.Energies[permutation[r]];
        }

        return SampleSet.Adopt(model, spins, energies, state: null);
    }

    private ArgumentException TooFar(double reached, double target) => new(
        $"Sample request '{nameof(SampleRequest.Beta)}': expected at most what {nameof(MaxSteps)} = {MaxSteps} temperature steps reach, " +
        $"beta {reached:G4}, got {target:G4}; raise {nameof(MaxSteps)} or lower {nameof(StepEfficiency)} ({StepEfficiency}).");
}
