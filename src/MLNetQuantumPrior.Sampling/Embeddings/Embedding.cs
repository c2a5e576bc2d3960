namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// A graph drawn on a larger one: each spin of the source is a chain of coupled spins of the target, and wherever two source spins are
/// coupled, so are their chains. Immutable, and checked edge by edge when it is made.
/// </summary>
/// <remarks><see cref="EmbeddingSampler"/> samples models of the source with a sampler for the target.</remarks>
public sealed class Embedding
{
    private readonly Lazy<EmbeddedGraph> _embedded;

    /// <summary>Makes an embedding of chains that are known.</summary>
    /// <param name="source">The graph of the models.</param>
    /// <param name="target">The graph of the processor.</param>
    /// <param name="chains">
    /// For each spin of the source, in order, the <see cref="SpinGraph.Labels"/> of its chain in the target, in any order.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is not one chain a spin; a label is unknown or in two chains; a chain is not connected; a source edge has no coupler.
    /// </exception>
    public Embedding(SpinGraph source, SpinGraph target, IEnumerable<IEnumerable<int>> chains)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(chains);
        (Source, Target) = (source, target);
        Chains = [.. chains.Select(chain => chain.Order().ToImmutableArray())];
        EmbeddingCheck.Check(this);
        _embedded = new(() => new(this));
    }

    /// <summary>The graph of the models.</summary>
    public SpinGraph Source { get; }

    /// <summary>The graph of the processor.</summary>
    public SpinGraph Target { get; }

    /// <summary>Labels of the target, ascending, for each spin of the source.</summary>
    public ImmutableArray<ImmutableArray<int>> Chains { get; }

    /// <summary>Target spins in use.</summary>
    public int TargetSpinCount => Chains.Sum(chain => chain.Length);

    /// <summary>Spins of the shortest chain.</summary>
    public int ShortestChain => Chains.Min(chain => chain.Length);

    /// <summary>Spins of the longest chain.</summary>
    public int LongestChain => Chains.Max(chain => chain.Length);

    /// <summary>The part of the target that is used, and what each coupler there is for.</summary>
    internal EmbeddedGraph Embedded => _embedded.Value;

    /// <summary>The same chains for another source graph, such as a part of a complete one.</summary>
    /// <exception cref="ArgumentException">It has another number of spins, or an edge between chains that are not coupled.</exception>
    public Embedding For(SpinGraph source) => new(source, Target, Chains.Select(chain => chain.AsEnumerable()));

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(Embedding)} {{ {Source} on {Target}, {TargetSpinCount} spins, chains of {ShortestChain} to {LongestChain} }}";
}
