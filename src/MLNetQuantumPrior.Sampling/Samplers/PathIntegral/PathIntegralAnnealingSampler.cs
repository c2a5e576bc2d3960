namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Path-integral annealing, also called simulated quantum annealing: a classical Monte Carlo simulation of a model in a transverse field
/// that is slowly turned off. For low energies.
/// </summary>
/// <remarks>
/// This is classical code and no faster than other classical code. The model E(s) - Gamma sum_i sigma_x at the inverse temperature
/// <see cref="SampleRequest.Beta"/> becomes <see cref="Slices"/> copies of the classical model in a ring at Beta / Slices, with bonds
/// between the copies of each spin of strength -1/2 log tanh(Beta Gamma / Slices). Block Gibbs sweeps over all slices go on while Gamma
/// falls linearly from <see cref="InitialField"/> to <see cref="FinalField"/> and the bonds grow; then the first slice alone is swept
/// <see cref="FinalSweeps"/> times as a classical model, and is the read. Many reads run in SIMD lanes and over the cores; each costs as
/// much as Slices reads of <see cref="SimulatedAnnealingSampler"/>.
/// <para>
/// Reads are not draws from exp(-Beta E): paths freeze in the mode where Gamma left them. Low energies need a Beta at which the
/// classical model is cold, and so many slices that Beta times <see cref="InitialField"/> over <see cref="Slices"/> is about 1. More slices
/// are closer to the quantum model, but their paths move more slowly and need more sweeps. At a Beta so large that slices are frozen by
/// themselves the anneal is a quench, and energies are bad: <see cref="SampleSet.Diagnostics"/> is a
/// <see cref="PathIntegralDiagnostics"/>, which tells.
/// </para>
/// <para>
/// Every call starts from random paths: <see cref="SampleRequest.InitialStates"/> and <see cref="SampleRequest.Continue"/> are refused and
/// <see cref="SampleSet.State"/> is null. The samples are the same for any number of threads and any SIMD width.
/// </para>
/// Martonak, Santoro and Tosatti, "Quantum annealing by the path-integral Monte Carlo method: the two-dimensional random Ising model",
/// Phys. Rev. B 66, 2002.
/// </remarks>
public sealed record PathIntegralAnnealingSampler : IIsingSampler
{
    /// <summary>Sweeps over all slices while the transverse field falls, at least 1. Default 1000; energies fall as they grow.</summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 1000;

    /// <summary>Trotter slices, even and at least 4. Default 16.</summary>
    public int Slices
    {
        get;
        init => field = value >= 4 && value % 2 == 0 ? value : throw Check.Wrong("an even number of at least 4", value);
    } = 16;

    /// <summary>
    /// The transverse field at the start, in the units of the model's energies, finite and above 0. Null, the default: the
    /// largest scale of a local field, max_i sqrt(h_i^2 + sum_j J_ij^2), where a frustrated model has not yet chosen a mode; 1 for a
    /// model without energies.
    /// </summary>
    public double? InitialField { get; init => field = Check.Above(0, value); }

    /// <summary>The transverse field at the end, finite and above 0. Null, the default: a hundredth of the field at the start.</summary>
    public double? FinalField { get; init => field = Check.Above(0, value); }

    /// <summary>Classical sweeps of the first slice at the requested inverse temperature, at least 0. Default 10.</summary>
    public int FinalSweeps { get; init => field = Check.AtLeast(0, value); } = 10;

    /// <summary>Most threads of one call, at least 1. Default: one a core. The samples do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal GibbsKernel Kernel { get; init; } = GibbsKernel.Available[0];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request contradicts the model, or has a start.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        request.RefuseStart("paths start at random");
        cancel.ThrowIfCancellationRequested();
        sbyte[] spins = GC.AllocateUninitializedArray<sbyte>(request.Reads * model.SpinCount);
        double[] energies = new double[request.Reads];
        ReadOnlyMemory<ulong> streams = (request.Streams ?? []).AsMemory();
        var trotter = new TrotterModel(model, request.Beta, Slices);
        using var classical = new GibbsWeights(model, Kernel, registerSweeps: long.MaxValue);
        Cores.ForEach(ChainBlock.Split(request.Reads, Kernel.Lanes), MaxDegreeOfParallelism, cancel, block =>
        {
            using var paths = new BlockChains(block, trotter.Model.SpinCount, request.Seed, streams.Span);
            Anneal(model, trotter, paths, cancel);

            using var chains = new BlockChains(block, model.SpinCount, request.Seed, streams.Span);
            chains.TakeStreams(paths);
            int slice = model.SpinCount * block.Padded;
            chains.Load(paths.Spins[..slice]);
            chains.SetBeta(request.Beta);
            for (int sweep = 0; sweep < FinalSweeps; sweep++)
            {
                cancel.ThrowIfCancellationRequested();
                chains.Sweep(Kernel, classical.Task);
            }

            Kernel.Energies(model, chains.Spins, chains.Energies);
            chains.Save(spins, energies);
        });

        return SampleSet.Adopt(model, spins, energies, state: null) with
        {
            Diagnostics = new PathIntegralDiagnostics(request.Beta * LocalFields.LargestDeviation(model) / Slices),
        };
    }

    private void Anneal(IsingModel model, TrotterModel trotter, BlockChains paths, CancellationToken cancel)
    {
        double first = InitialField ?? LocalFields.LargestDeviation(model);
        double last = FinalField ?? (first / 100);
        using var weights = new GibbsWeights(trotter.Model, Kernel, registerSweeps: long.MaxValue);
        paths.Randomize(Kernel);
        paths.SetBeta(1);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            cancel.ThrowIfCancellationRequested();
            double part = Sweeps > 1 ? sweep / (Sweeps - 1.0) : 1;
            weights.Replace(trotter.Bonds.AsSpan(), trotter.Bond((first * (1 - part)) + (last * part)));
            paths.Sweep(Kernel, weights.Task);
        }
    }
}

/// <summary>What a <see cref="PathIntegralAnnealingSampler"/> knows about its own anneal.</summary>
/// <param name="SliceBeta">
/// The inverse temperature of one slice in units of the model's local fields: Beta / Slices times max_i sqrt(h_i^2 + sum_j J_ij^2).
/// </param>
public sealed record PathIntegralDiagnostics(double SliceBeta) : SamplerDiagnostics
{
    /// <summary>
    /// Whether slices are frozen by themselves, <see cref="SliceBeta"/> above 3: there a flip against a usual local field is accepted in
    /// one of 400 visits, the transverse field does nothing, and reads are those of a quench. Lower Beta or raise the slices.
    /// </summary>
    public bool IsQuench => SliceBeta > 3; // exp(-2 * 3) = 1 / 403
}
