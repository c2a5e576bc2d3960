namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Chromatic block Gibbs sampling: many independent chains at one temperature, a read each, in SIMD lanes and over the cores.
/// </summary>
/// <remarks>
/// A sweep visits the colour classes of <see cref="SpinGraph.Coloring"/> one after the other; spins of a class are not coupled, so drawing
/// them one by one is drawing them at once. Each spin is drawn from its conditional distribution, +1 with probability
/// 1 / (1 + exp(2 beta (h_i + sum_j J_ij s_j))).
/// <para>
/// Chains start from independent fair coins, from <see cref="SampleRequest.InitialStates"/>, or where <see cref="SampleRequest.Continue"/>
/// left them. The distribution of a read tends to the target as sweeps grow; how fast depends on the model: weakly coupled ones need a few
/// sweeps, strongly coupled frustrated ones may stay far from the target for any affordable number.
/// </para>
/// <para>
/// Local fields are sums of singles; the probability of +1 is resolved to 2^-24. The samples are the same for any number of threads and any
/// SIMD width. Speed: up to 4 reads, 8 on dense graphs, are swept one by one, on dense graphs in time that grows with the spins that flip;
/// else a register full of chains costs the same however few of them are asked for, so ask for 64 reads or more. Models
/// whose couplings are all -J, 0 or +J and whose fields are small multiples of J are several times faster than others where the processor
/// permutes bytes (AVX-512 VBMI).
/// </para>
/// </remarks>
public sealed record BlockGibbsSampler : IIsingSampler, IPersistentSampler
{
    private const string Kind = "BlockGibbs";

    /// <summary>
    /// Sweeps of each chain in one call, at least 1. Default 100, meant for chains that start from random spins; 1 to 5 are usual for
    /// persistent chains that go on from the last call.
    /// </summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 100;

    /// <summary>Most threads of one call, at least 1. Default: one a core. The samples do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal GibbsKernel Kernel { get; init; } = GibbsKernel.Available[0];

    IPersistentChains IPersistentSampler.Keep(SpinGraph graph, int chains) =>
        new GibbsChains(graph, chains, Kernel, Sweeps, MaxDegreeOfParallelism);

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        cancel.ThrowIfCancellationRequested();

        sbyte[] spins = GC.AllocateUninitializedArray<sbyte>(request.Reads * model.SpinCount);
        double[] energies = new double[request.Reads];
        bool randomStart = !ChainState.TryCopyStart(request, Kind, model.SpinCount, spins);
        ReadOnlyMemory<ulong> streams = (request.Streams ?? []).AsMemory();

        GibbsKernel kernel = Kernel.ForChains(model.Graph.SweepPlan, request.Reads);
        ChainBlock[] blocks = ChainBlock.Split(request.Reads, kernel, model.Graph.SweepPlan, MaxDegreeOfParallelism);
        using var weights = new GibbsWeights(model, kernel, ChainBlock.Registers(blocks, kernel) * Sweeps, sweeps: Sweeps);
        Cores.ForEach(blocks, MaxDegreeOfParallelism, cancel, block =>
        {
            GibbsTask task = weights.Task;
            using var chains = new BlockChains(block, model.SpinCount, request.Seed, streams.Span);
            chains.SetBeta(request.Beta);
            chains.Start(kernel, randomStart, spins);
            for (int sweep = 0; sweep < Sweeps; sweep++)
            {
                cancel.ThrowIfCancellationRequested();
                chains.Sweep(kernel, task);
            }

            kernel.Energies(model, chains.Spins, chains.Energies);
            chains.Save(spins, energies);
        });

        return SampleSet.Adopt(model, spins, energies, ChainState.Write(Kind, request.Reads, model.SpinCount, spins));
    }
}
