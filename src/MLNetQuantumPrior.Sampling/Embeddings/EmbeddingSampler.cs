namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Samples models of a graph that a sampler does not have, such as the complete one, with one for a larger graph: the spins of a chain are
/// bound together by strong couplings and count as one. Wraps any sampler.
/// </summary>
/// <remarks>
/// Fields are split evenly over a chain and couplings over the couplers between two, so that beta of the wrapped sampler is that of the
/// model as long as chains hold. A chain that does not is broken: its spin is the majority's, or the read is discarded. With an exact
/// sampler and strong chains the distribution is the model's. Where chains break it is not; <see cref="EmbeddingDiagnostics"/>, which every
/// answer carries, says how often. A local sampler mixes badly over strong chains: embed for hardware, not for speed.
/// <para>
/// The wrapped sampler gets the used part of the target graph. Starts, states and streams are passed through, except where reads are
/// discarded: then they are refused. Energies are those of the model.
/// </para>
/// </remarks>
/// <param name="inner">Samples models of the target graph.</param>
/// <param name="embedding">Its source is the graph of the models.</param>
public sealed class EmbeddingSampler(IIsingSampler inner, Embedding embedding) : IIsingSampler
{
    private readonly IIsingSampler _inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <summary>The chains.</summary>
    public Embedding Embedding { get; } = embedding ?? throw new ArgumentNullException(nameof(embedding));

    /// <summary>
    /// Strength of the couplings within chains, in the model's own unit, above 0. Null, the default: <see cref="TorqueFactor"/> decides.
    /// </summary>
    public double? ChainStrength { get; init => field = Check.Above(0, value); }

    /// <summary>
    /// Uniform torque compensation: the strength is this factor, times the root mean square of the couplings, times the square root of the
    /// mean number of couplings a spin; 1 without couplings. Above 0. Default 1.414, as D-Wave's tools have it.
    /// </summary>
    public double TorqueFactor { get; init => field = Check.Above(0, value); } = 1.414;

    /// <summary>What becomes of reads with a broken chain. Default: the majority of the chain decides.</summary>
    public BrokenChains BrokenChains { get; init => field = Check.Known(value); }

    /// <summary>
    /// Most calls of the wrapped sampler that replace discarded reads, at least 1. Default 10. If reads are missing after that, the call
    /// fails.
    /// </summary>
    public int MostCalls { get; init => field = Check.AtLeast(1, value); } = 10;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(EmbeddingSampler)} {{ {Embedding}, {nameof(ChainStrength)} = {ChainStrength?.ToString() ?? "by torque"}, " +
        $"{nameof(TorqueFactor)} = {TorqueFactor}, {nameof(BrokenChains)} = {BrokenChains}, Inner = {_inner} }}";

    /// <summary>The strength of the couplings within chains for a model.</summary>
    public double ChainStrengthOf(IsingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (ChainStrength is { } given)
        {
            return given;
        }

        double squares = model.Couplings.Sum(j => (double)j * j);
        double meanSquare = squares / Math.Max(1, model.Couplings.Length);
        double meanDegree = 2.0 * model.Couplings.Length / model.SpinCount;
        return squares == 0 ? 1 : TorqueFactor * Math.Sqrt(meanSquare * meanDegree);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model is not one of the embedding's source, or the wrapped sampler refuses.</exception>
    /// <exception cref="InvalidOperationException">Too many reads were discarded.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        SpinGraph source = Embedding.Source;
        if (!ReferenceEquals(model.Graph, source)
            && !(model.SpinCount == source.SpinCount && model.Graph.Edges.AsSpan().SequenceEqual(source.Edges.AsSpan())))
        {
            throw new ArgumentException(
                $"Model: expected the graph of the embedding's source, {source} with {source.SpinCount} spins and {source.Edges.Length} " +
                $"edges, got {model.Graph} with {model.SpinCount} and {model.Graph.Edges.Length}; {nameof(Embedding)}." +
                $"{nameof(Embedding.For)} makes an embedding for another graph on the same chains.",
                nameof(model));
        }

        double strength = ChainStrengthOf(model);
        IsingModel embedded = Embedding.Embedded.Model(model, strength);
        var reads = new UnembeddedReads(Embedding.Embedded, request.Reads, BrokenChains);
        if (BrokenChains == BrokenChains.MajorityVote)
        {
            SpinMatrix? start = request.InitialStates is { } initial ? Embedding.Embedded.Extend(initial) : null;
            SampleSet answer = _inner.SampleChecked(embedded, request with { InitialStates = start }, cancel);
            reads.Add(answer);
            return reads.ToSampleSet(model, strength) with { State = answer.State };
        }

        request.RefuseStart("reads with broken chains are discarded");
        request.RefuseStreams("reads with broken chains are discarded");
        for (int call = 0; reads.Missing > 0; call++)
        {
            if (call == MostCalls)
            {
                throw new InvalidOperationException(
                    $"Embedded reads: expected {request.Reads} without a broken chain in {MostCalls} calls, " +
                    $"got {request.Reads - reads.Missing}; " +
                    $"raise {nameof(ChainStrength)}, which is {strength:G3}, or let the majority decide.");
            }

            ulong seed = call == 0 ? request.Seed : SplitMix64.Mix(request.Seed + SplitMix64.Mix((ulong)call));
            reads.Add(_inner.SampleChecked(embedded, new(reads.Missing, seed) { Beta = request.Beta }, cancel));
        }

        return reads.ToSampleSet(model, strength);
    }
}

/// <summary>What becomes of reads with a broken chain.</summary>
public enum BrokenChains
{
    /// <summary>The spin is that of most of the chain, +1 where both are as many.</summary>
    MajorityVote,

    /// <summary>The read is left out and replaced by a later one, which depends on the reads before it.</summary>
    Discard,
}
