namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Simulated annealing: independent chains that are cooled sweep by sweep, a read each, in SIMD lanes and over the cores. For low energies.
/// </summary>
/// <remarks>
/// Reads are not draws from exp(-beta E), not even where the schedule ends at the requested temperature: a chain keeps the mode in which
/// it froze, and modes are found by their width at high temperature, not by their weight at the end.
/// <see cref="ParallelTemperingSampler"/> and <see cref="PopulationAnnealingSampler"/> sample; this one searches. Only models that mix at
/// the last temperatures of a slow schedule are sampled as well as by <see cref="BlockGibbsSampler"/>.
/// <para>
/// A sweep visits every spin once, colour class after colour class. Textbook Metropolis in a fixed order is not ergodic where energies are
/// equal: every flip is accepted, so each sweep turns every free spin, and choosing another order for every sweep does not help. Here
/// <see cref="SpinUpdate.Metropolis"/> leaves out one in sixteen of the accepted flips at random, which keeps detailed balance and restores
/// ergodicity; <see cref="SpinUpdate.Gibbs"/> never had the trap.
/// </para>
/// <para>
/// Chains start from independent fair coins, from <see cref="SampleRequest.InitialStates"/>, or where <see cref="SampleRequest.Continue"/>
/// left them; a start only matters to a schedule that begins cold. The samples are the same for any number of threads and any SIMD width.
/// Ask for 16 reads or more, better for 64 or more: a few cost as much as a register full. A call that is stopped returns the reads that
/// were done, or if none was, some as far as they had come, and no state.
/// </para>
/// Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing", Science 220, 1983.
/// </remarks>
public sealed record SimulatedAnnealingSampler : IIsingSampler
{
    private const string Kind = "SimulatedAnnealing";

    /// <summary>
    /// Sweeps of each chain, at least 1, one an inverse temperature of the schedule. Default 1000; energies fall as they grow.
    /// </summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 1000;

    /// <summary>The inverse temperature of each sweep. Default <see cref="BetaSchedule.Automatic"/>.</summary>
    public BetaSchedule Schedule
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Schedule));
    } = BetaSchedule.Automatic;

    /// <summary>How a visit changes a spin. Default <see cref="SpinUpdate.Metropolis"/>.</summary>
    public SpinUpdate Update { get; init => field = Check.Known(value); } = SpinUpdate.Metropolis;

    /// <summary>Most threads of one call, at least 1. Default: one a core. The samples do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal GibbsKernel Kernel { get; init; } = GibbsKernel.Available[0];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request contradicts the model or the state, or asks an automatic schedule for another
    /// inverse temperature than 1.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model, canStop: true);
        Func<int, double> beta = Schedule.Betas(model, request.Beta, Sweeps);
        cancel.ThrowIfCancellationRequested();

        sbyte[] spins = GC.AllocateUninitializedArray<sbyte>(request.Reads * model.SpinCount);
        double[] energies = new double[request.Reads];
        bool randomStart = !ChainState.TryCopyStart(request, Kind, model.SpinCount, spins);
        ReadOnlyMemory<ulong> streams = (request.Streams ?? []).AsMemory();
        ChainBlock[] blocks = ChainBlock.Split(request.Reads, Kernel.Lanes);
        using var weights = new GibbsWeights(model, Kernel, ChainBlock.Registers(blocks, Kernel) * Sweeps, Update, sweeps: Sweeps);
        var stop = new StopSignal(request);
        bool[] isDone = new bool[request.Reads];
        int reads = 0;
        Cores.ForEach(blocks, MaxDegreeOfParallelism, cancel, block =>
        {
            if (block.First > 0 && stop.Reason != SampleStop.None)
            {
                return;
            }

            using var chains = new BlockChains(block, model.SpinCount, request.Seed, streams.Span);
            chains.Start(Kernel, randomStart, spins);
            int sweep = 0;
            for (; sweep < Sweeps && (sweep == 0 || stop.Reason == SampleStop.None); sweep++)
            {
                cancel.ThrowIfCancellationRequested();
                chains.SetBeta(beta(sweep));
                chains.Sweep(Kernel, weights.Task);
            }

            Kernel.Energies(model, chains.Spins, chains.Energies);
            chains.Save(spins, energies);
            if (sweep == Sweeps)
            {
                isDone.AsSpan(block.First, block.Count).Fill(true);
                int done = Interlocked.Add(ref reads, block.Count);
                stop.Met(chains.Energies[..block.Count], model.Offset, (double)done / request.Reads);
            }
        });

        if (reads < request.Reads)
        {
            isDone.AsSpan(0, blocks[0].Count).Fill(reads == 0 || isDone[0]); // the first block, as far as it is, where none is done
            return SampleSet.Adopt(model, spins, energies, state: null).Only(isDone, stop.Reason);
        }

        return SampleSet.Adopt(model, spins, energies, ChainState.Write(Kind, request.Reads, model.SpinCount, spins));
    }
}
