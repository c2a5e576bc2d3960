namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What a graph that a model was trained on has lost in another, such as a processor's working graph of today: spins are matched by their
/// <see cref="SpinGraph.Labels"/>. What is new does not count.
/// </summary>
/// <param name="LostSpins">Spins of the first graph, ascending, whose labels the other does not have.</param>
/// <param name="LostCouplings">Pairs of spins of the first graph, in its order, that the other does not couple.</param>
public sealed record GraphChange(ImmutableArray<int> LostSpins, ImmutableArray<SpinEdge> LostCouplings)
{
    /// <summary>Whether nothing is lost: a model of the first graph can be placed on the other as it is.</summary>
    public bool IsEmpty => LostSpins.IsEmpty && LostCouplings.IsEmpty;

    /// <summary>Spins that are lost or lost a coupling, ascending: latents whose prior should be trained on.</summary>
    public ImmutableArray<int> AffectedSpins =>
        [.. LostSpins.Concat(LostCouplings.SelectMany(edge => new[] { edge.I, edge.J })).Distinct().Order()];

    /// <summary>Compares two graphs.</summary>
    /// <param name="trained">The graph of the model.</param>
    /// <param name="today">The graph that it is to be placed on.</param>
    public static GraphChange Between(SpinGraph trained, SpinGraph today)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(today);
        return Of(trained, today, [.. trained.Labels.Select(label => Math.Max(-1, today.Labels.BinarySearch(label)))]);
    }

    /// <summary>What is lost if each spin is placed on one of another graph, or on none where that is -1.</summary>
    internal static GraphChange Of(SpinGraph trained, SpinGraph today, int[] places) => new(
        [.. Enumerable.Range(0, places.Length).Where(i => places[i] < 0)],
        [.. trained.Edges.Where(e => !IsKept(today, places[e.I], places[e.J]))]);

    /// <summary>Whether both hold the same spins and couplings.</summary>
    public bool Equals(GraphChange? other) =>
        other is not null && LostSpins.SequenceEqual(other.LostSpins) && LostCouplings.SequenceEqual(other.LostCouplings);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LostSpins.Length, LostCouplings.Length);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(GraphChange)} {{ {LostSpins.Length} spins and {LostCouplings.Length} couplings lost, " +
        $"{AffectedSpins.Length} spins affected }}";

    private static bool IsKept(SpinGraph today, int i, int j) =>
        i >= 0 && j >= 0 && today.Rows.NeighboursOf(i).BinarySearch(j) >= 0;
}
