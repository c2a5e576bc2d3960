namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Parallel tempering, also called replica exchange: ladders of replicas at inverse temperatures from 0 to the target, where neighbours
/// swap their temperatures, so that a replica stuck in one mode warms up, leaves it and cools down elsewhere.
/// </summary>
/// <remarks>
/// After every block Gibbs sweep of all replicas, neighbours at beta &lt; beta' swap with probability
/// min(1, exp((beta' - beta)(E' - E))), every other pair in turn. That leaves the product of the distributions at all temperatures as it
/// is: once the ladders have settled, a read is a draw from the target itself, on frustrated models too where plain Gibbs chains never get
/// there.
/// <para>
/// The first half of the burn-in moves the temperatures until all pairs swap equally often, then they stay. Read r is the state at the
/// target of ladder r mod <see cref="Ladders"/>, <see cref="SweepsPerRead"/> sweeps after the read before it from that ladder. Ladders are
/// independent of one another; successive reads of one are not quite. <see cref="SampleSet.Diagnostics"/> is a
/// <see cref="ParallelTemperingDiagnostics"/>.
/// </para>
/// <para>
/// <see cref="SampleRequest.Continue"/> goes on with all replicas and temperatures, without a burn-in, so that a changing model can be
/// followed as with persistent chains; the temperatures are spaced again between calls from what the last call saw. Reads are no chains
/// here: <see cref="SampleRequest.InitialStates"/> and <see cref="SampleRequest.Streams"/> are refused. The samples are the same for any
/// number of threads and any SIMD width. A call that is stopped returns the reads that were done, one of each ladder at least, and no
/// state. Speed: ladders of 16, 32 or 64 temperatures fill the registers, and every call runs all ladders.
/// </para>
/// Hukushima and Nemoto, "Exchange Monte Carlo method and application to spin glass simulations", J. Phys. Soc. Jpn. 65, 1996; Syed,
/// Bouchard-Cote, Deligiannidis and Doucet, "Non-reversible parallel tempering", J. R. Stat. Soc. B 84, 2022.
/// </remarks>
public sealed record ParallelTemperingSampler : IIsingSampler
{
    /// <summary>
    /// Number of temperatures of a ladder, at least 2. Default 32, enough for a few hundred strongly coupled spins; the number needed grows
    /// with the spread of energies, roughly as the square root of the number of spins.
    /// </summary>
    public int Temperatures { get; init => field = Check.AtLeast(2, value); } = 32;

    /// <summary>Number of independent ladders, at least 2, so that there is a spread to estimate errors from. Default 8.</summary>
    public int Ladders { get; init => field = Check.AtLeast(2, value); } = 8;

    /// <summary>
    /// Sweeps of each replica before the first read, at least 0; none where the request continues. The first half spaces the temperatures,
    /// the second half counts for the diagnostics. Default 2000.
    /// </summary>
    public int BurnInSweeps { get; init => field = Check.AtLeast(0, value); } = 2000;

    /// <summary>Sweeps between two reads of one ladder, at least 1. Default 20.</summary>
    public int SweepsPerRead { get; init => field = Check.AtLeast(1, value); } = 20;

    /// <summary>Most threads of one call, at least 1. Default: one a core. The samples do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    internal GibbsKernel Kernel { get; init; } = GibbsKernel.Available[0];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request contradicts the model or the state, or has initial states or streams.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model, canStop: true);
        request.RefuseInitialStates("reads come from common ladders");
        request.RefuseStreams("reads come from common ladders");
        LadderState? start = request.Continue is { } state ? LadderState.Read(state, Ladders, Temperatures, model.SpinCount) : null;
        cancel.ThrowIfCancellationRequested();

        var stop = new StopSignal(request);
        using var ladders = new LadderSet(model, request.Seed, Ladders, Temperatures, Kernel, MaxDegreeOfParallelism);
        if (start is null)
        {
            ladders.Start(request.Beta);
            BurnIn(ladders, stop, cancel);
        }
        else
        {
            ladders.Continue(start, request.Beta);
        }

        sbyte[] spins = GC.AllocateUninitializedArray<sbyte>(request.Reads * model.SpinCount);
        double[] energies = new double[request.Reads];
        bool[] isDone = ladders.Read(SweepsPerRead, spins, energies, stop, cancel);
        bool isWhole = stop.Reason == SampleStop.None;
        SampleSet all = SampleSet.Adopt(model, spins, energies, isWhole ? ladders.ToState().Write() : null) with
        {
            Diagnostics = ladders.Diagnose(),
        };
        return isWhole ? all : all.Only(isDone, stop.Reason);
    }

    /// <summary>
    /// Spaces the temperatures again after stages of 1, 2, 4, .. 32 parts of the first half, and lets them be in the second.
    /// </summary>
    private void BurnIn(LadderSet ladders, StopSignal stop, CancellationToken cancel)
    {
        int spacing = BurnInSweeps / 2;
        for (int stage = 1, done = 0; stage <= 32; stage *= 2)
        {
            int end = (int)((long)spacing * ((2 * stage) - 1) / 63); // 1 + 2 + .. + 32 = 63
            ladders.Advance(end - done, stop, cancel);
            ladders.Respace();
            done = end;
        }

        ladders.Advance(BurnInSweeps - spacing, stop, cancel);
    }
}
