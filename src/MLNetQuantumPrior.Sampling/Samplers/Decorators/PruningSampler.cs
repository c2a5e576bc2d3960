using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Leaves only the core of a sparse model to a sampler: spins with at most one neighbour are summed out, then those that have become such,
/// so that whole trees vanish. Their spins are drawn from their exact distribution given the core, from the root to the leaves. Exact for
/// any sampler that draws from exp(-beta E); a model without loops needs no sampler at all.
/// </summary>
/// <remarks>
/// A leaf in field h, coupled to its neighbour by J, adds the field -(1 / 2 beta) log(cosh(beta (h + J)) / cosh(beta (h - J))) to it. The
/// wrapped sampler gets the core with these fields, and seeds of its own; where there is nothing to prune, it gets model and request as
/// they are. Energies are those of the whole model. <see cref="SampleSet.Diagnostics"/> is a <see cref="PruningDiagnostics"/>.
/// <para>
/// <see cref="SampleRequest.InitialStates"/> hold all spins; those of the core are passed on, the others are drawn again whatever they
/// were. States are those of the wrapped sampler for the core. Where the core is empty, draws have no start: both kinds are refused, and
/// <see cref="SampleSet.State"/> is null.
/// </para>
/// <para>
/// Samplers that search low energies, such as <see cref="SimulatedAnnealingSampler"/>, end at a temperature that is not the request's. With
/// <see cref="TreesAtLowestEnergy"/> the core's energies are, up to a constant, the lowest that the whole model can have with it.
/// </para>
/// </remarks>
/// <param name="inner">Draws the core.</param>
public sealed class PruningSampler(IIsingSampler inner) : IIsingSampler
{
    private readonly IIsingSampler _inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly ConditionalWeakTable<SpinGraph, PrunedGraph> _graphs = [];

    /// <summary>
    /// Whether trees take their lowest energy given the core, ties by fair coins, instead of being drawn at
    /// <see cref="SampleRequest.Beta"/>: for wrapped samplers that search low energies. Default false.
    /// </summary>
    public bool TreesAtLowestEnergy { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(PruningSampler)} {{ {nameof(TreesAtLowestEnergy)} = {TreesAtLowestEnergy}, Inner = {_inner} }}";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request contradicts the model, asks for a start where there is none, or the wrapped sampler
    /// refuses.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        cancel.ThrowIfCancellationRequested();

        PrunedGraph graph = _graphs.GetValue(model.Graph, original => new(original));
        if (graph.Pruned.Length == 0)
        {
            SampleSet whole = _inner.Sample(model, request, cancel);
            return whole with { Diagnostics = Report(graph, logFactor: 0, whole) };
        }

        var pruned = new PrunedModel(graph, model, TreesAtLowestEnergy ? double.PositiveInfinity : request.Beta);
        if (pruned.Core is null)
        {
            request.RefuseStart("a model without loops is drawn exactly and has no start");
        }

        var seeds = new SplitMix64(request.Seed);
        ulong seed = seeds.Next();
        SpinMatrix? start = request.InitialStates is { } initial ? graph.Extract(initial) : null;
        SampleSet? core = pruned.Core is { } rest
            ? _inner.Sample(rest, request with { Seed = seeds.Next(), InitialStates = start }, cancel)
            : null;

        sbyte[] spins = new sbyte[request.Reads * model.SpinCount];
        for (int r = 0; r < request.Reads; r++)
        {
            cancel.ThrowIfCancellationRequested();
            Span<sbyte> row = spins.AsSpan(r * model.SpinCount, model.SpinCount);
            for (int k = 0; k < graph.CoreSpins.Length; k++)
            {
                row[graph.CoreSpins[k]] = core!.Spins[r][k];
            }

            pruned.Draw(row, request.StreamOf(r, seed));
        }

        var matrix = SpinMatrix.Adopt(spins, request.Reads, model.SpinCount);
        return new(matrix, model.Energies(matrix), core?.State)
        {
            Diagnostics = Report(graph, pruned.LogFactor, core),
        };
    }

    private PruningDiagnostics Report(PrunedGraph graph, double logFactor, SampleSet? core) =>
        new(graph.CoreSpins.Length, TreesAtLowestEnergy ? null : logFactor, core?.Diagnostics);
}

/// <summary>What <see cref="PruningSampler"/> made of a model.</summary>
/// <param name="CoreSpins">Number of spins that the wrapped sampler had to draw; 0 where it was not called.</param>
/// <param name="LogFactor">
/// log Z of the model minus log Z of the core, exactly: what to add to an estimate of the wrapped sampler, and all of log Z where the core
/// is empty. Null with <see cref="PruningSampler.TreesAtLowestEnergy"/>.
/// </param>
/// <param name="Inner">What the wrapped sampler reported about the core.</param>
public sealed record PruningDiagnostics(int CoreSpins, double? LogFactor, SamplerDiagnostics? Inner) : SamplerDiagnostics
{
    /// <inheritdoc/>
    public override IEnumerable<string> GetWarnings() => Inner?.GetWarnings() ?? [];
}
