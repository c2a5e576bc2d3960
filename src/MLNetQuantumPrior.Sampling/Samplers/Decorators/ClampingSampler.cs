using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Draws from a model given that some spins have fixed values: p(free | fixed). The fixed spins are folded into the fields of their
/// neighbours, a sampler draws the rest, and answers hold all spins.
/// </summary>
/// <remarks>
/// <see cref="SampleRequest.InitialStates"/> hold all spins, the fixed ones with their values. States are those of the wrapped sampler for
/// the free spins, and can be continued with other values of the same fixed spins. Diagnostics are the wrapped sampler's for the free
/// spins: their energies and log Z lack the constant energy of the fixed ones.
/// </remarks>
public sealed class ClampingSampler : IIsingSampler
{
    private readonly IIsingSampler _inner;
    private readonly ConditionalWeakTable<SpinGraph, ClampedGraph> _graphs = [];

    /// <summary>Wraps a sampler.</summary>
    /// <param name="inner">Draws the free spins.</param>
    /// <param name="clamped">The fixed spins, numbered from 0, and their values, -1 or +1. At least one spin of a model must stay
    /// free.</param>
    /// <exception cref="ArgumentException">A number is negative or a value is no spin.</exception>
    public ClampingSampler(IIsingSampler inner, IEnumerable<KeyValuePair<int, sbyte>> clamped)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(clamped);
        _inner = inner;
        Clamped = clamped.ToImmutableSortedDictionary();
        foreach ((int spin, sbyte value) in Clamped)
        {
            if (spin < 0 || value is not (-1 or 1))
            {
                throw new ArgumentException(
                    $"Clamped spin {spin}: expected a number of at least 0 and a value of -1 or +1, got {value}.", nameof(clamped));
            }
        }
    }

    /// <summary>The fixed spins and their values.</summary>
    public ImmutableSortedDictionary<int, sbyte> Clamped { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(ClampingSampler)} {{ {nameof(Clamped)} = {string.Join(", ", Clamped)}, Inner = {_inner} }}";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request contradicts the model or the fixed spins, the model has too few spins, or the
    /// wrapped sampler refuses.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);

        ClampedGraph graph = _graphs.GetValue(model.Graph, Clamp);
        if (request.InitialStates is { } initial)
        {
            EnsureClamped(initial);
        }

        SpinMatrix? start = request.InitialStates is { } whole ? graph.Extract(whole) : null;
        SampleSet answer = _inner.Sample(graph.Model(model), request with { InitialStates = start }, cancel);
        SpinMatrix spins = graph.Assemble(answer.Spins);
        return new(spins, model.Energies(spins), answer.State) { Diagnostics = answer.Diagnostics };
    }

    private ClampedGraph Clamp(SpinGraph graph)
    {
        sbyte[] values = new sbyte[graph.SpinCount];
        foreach ((int spin, sbyte value) in Clamped)
        {
            if (spin >= values.Length)
            {
                throw new ArgumentException($"Model to clamp: expected at least {spin + 1} spins, got {values.Length}.");
            }

            values[spin] = value;
        }

        return Clamped.Count < values.Length
            ? new(graph, values)
            : throw new ArgumentException($"Model to clamp: expected more than the {Clamped.Count} clamped spins, got no free one.");
    }

    private void EnsureClamped(SpinMatrix states)
    {
        for (int r = 0; r < states.Rows; r++)
        {
            foreach ((int spin, sbyte value) in Clamped)
            {
                if (states[r][spin] != value)
                {
                    throw new ArgumentException(
                        $"Sample request '{nameof(SampleRequest.InitialStates)}' [{r}, {spin}]: expected the clamped value {value}, " +
                        $"got {states[r][spin]}.");
                }
            }
        }
    }
}
