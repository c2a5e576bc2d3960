namespace MLNetQuantumPrior.Sampling;

/// <summary>A trained model on a processor's working graph of today, which is no longer the one that it was trained on.</summary>
/// <param name="Embedding">One qubit of today for each spin of <see cref="Model"/>, with every coupling that is left.</param>
/// <param name="Model">
/// The model in the order of its spins, without the couplings that are lost. Its graph names spins as the trained one does.
/// </param>
/// <param name="Change">What is lost; empty where the model has a place on which nothing is.</param>
public sealed record GraphMigration(Embedding Embedding, IsingModel Model, GraphChange Change)
{
    /// <summary>The qubit of today that each spin is on.</summary>
    public ImmutableArray<int> Qubits => [.. Embedding.Chains.Select(chain => chain[0])];

    /// <summary>
    /// Places a model on another working graph of the same processor: where it was, if nothing is lost there; else where the same pattern
    /// of qubits is whole: on parallel qubits, shifted, mirrored or turned; else where it was, with lost qubits replaced by free ones that
    /// keep most couplings, and without the couplings that are lost.
    /// </summary>
    /// <param name="model">Its labels are qubits.</param>
    /// <param name="topology">The pattern of the processor.</param>
    /// <param name="today">What works of it now.</param>
    /// <param name="cancel">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// The placed model; null if fewer qubits are left than it has spins. Train its prior on where <see cref="Change"/> is not empty.
    /// </returns>
    /// <exception cref="ArgumentException">A label is no qubit of the pattern.</exception>
    public static GraphMigration? Find(
        IsingModel model, HardwareTopology topology, SpinGraph today, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(today);
        SpinGraph trained = model.Graph;
        if (trained.SpinCount > today.SpinCount)
        {
            return null;
        }

        if (GraphChange.Between(trained, today).IsEmpty)
        {
            return Placed([.. trained.Labels]);
        }

        foreach (int[] labels in new PatternPlacements(topology, trained.Labels).All(label => today.Labels.BinarySearch(label) >= 0))
        {
            cancel.ThrowIfCancellationRequested();
            if (GraphChange.Of(trained, today, Spins(labels)).IsEmpty)
            {
                return Placed(labels);
            }
        }

        return Placed(LostQubits.Replaced(trained, today));

        int[] Spins(int[] labels) => [.. labels.Select(label => today.Labels.BinarySearch(label))];

        GraphMigration Placed(int[] labels)
        {
            var change = GraphChange.Of(trained, today, Spins(labels));
            IsingModel left = change.IsEmpty ? model : Without(model, change.LostCouplings);
            return new(new(left.Graph, today, labels.Select(label => new[] { label })), left, change);
        }
    }

    /// <summary>
    /// The model with today's qubits as labels, for a sampler that takes only those. Labels ascend, so its spins are in the order
    /// <see cref="Order"/>.
    /// </summary>
    public IsingModel OnQubits() => Embedding.Embedded.Model(Model, chainStrength: 0); // a chain of one spin has no couplers

    /// <summary>For each spin of <see cref="OnQubits"/> the one of <see cref="Model"/>.</summary>
    public ImmutableArray<int> Order
    {
        get
        {
            ImmutableArray<int> qubits = Qubits;
            return [.. Enumerable.Range(0, qubits.Length).OrderBy(i => qubits[i])];
        }
    }

    private static IsingModel Without(IsingModel model, ImmutableArray<SpinEdge> lost)
    {
        SpinGraph graph = model.Graph;
        SpinGraph left = graph.WithoutEdges(lost.Select(e => new SpinEdge(graph.Labels[e.I], graph.Labels[e.J])));
        var isLost = new HashSet<SpinEdge>(lost);
        IEnumerable<int> kept = Enumerable.Range(0, graph.Edges.Length).Where(e => !isLost.Contains(graph.Edges[e]));
        double[] couplings = [.. kept.Select(model.Coupling)];
        return model.Derived(left, model.ExactFields(), couplings, model.Offset);
    }
}
