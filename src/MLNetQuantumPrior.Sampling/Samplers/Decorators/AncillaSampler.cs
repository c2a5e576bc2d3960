using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Gives a sampler only models without fields: an ancilla spin s_a, coupled to every spin, turns h_i s_i into h_i s_i s_a, and each answer
/// is multiplied by its s_a. Exact for any sampler; the way to fields where the annealer accepts h = 0 only, or sees fields and couplings
/// at different temperatures.
/// </summary>
/// <remarks>
/// The model that the sampler gets has one spin more, and is as likely in s as in -s. Starts get an ancilla of +1; states and streams are
/// passed through; diagnostics are those of the larger model, whose log Z is larger by log 2. The ancilla is coupled to all spins, so the
/// graph of a processor with few couplers a qubit becomes one that it does not have.
/// </remarks>
public sealed class AncillaSampler : IIsingSampler
{
    private readonly IIsingSampler _inner;
    private readonly ConditionalWeakTable<SpinGraph, AncillaGraph> _graphs = [];

    /// <summary>Wraps a sampler.</summary>
    /// <param name="inner">Gets models of one spin more, with all fields 0.</param>
    public AncillaSampler(IIsingSampler inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(AncillaSampler)} {{ Inner = {_inner} }}";

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);

        AncillaGraph graph = _graphs.GetValue(model.Graph, original => new(original));
        SpinMatrix? start = request.InitialStates is { } initial ? graph.Extend(initial) : null;
        SampleSet answer = _inner.Sample(graph.Model(model), request with { InitialStates = start }, cancel);
        SpinMatrix spins = graph.Restore(answer.Spins);
        return new(spins, model.Energies(spins), answer.State) { Diagnostics = answer.Diagnostics };
    }
}
