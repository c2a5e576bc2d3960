namespace MLNetQuantumPrior.Sampling;

public sealed partial class SpinGraph
{
    private const int Removed = -1;

    private string NameOfPart => Name.StartsWith("part of ", StringComparison.Ordinal) ? Name : $"part of {Name}";

    /// <summary>
    /// This graph without some spins and all their couplings, as a processor with dead qubits. The others move up to be numbered without
    /// gaps and keep their <see cref="Labels"/> and, where the topology gave one, their colour.
    /// </summary>
    /// <param name="labels">Labels of the spins to remove; at least one spin is left.</param>
    /// <exception cref="ArgumentException">A label is not in the graph, or no spin would be left.</exception>
    public SpinGraph WithoutSpins(params IEnumerable<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int[] moved = new int[SpinCount];
        foreach (int label in labels)
        {
            int spin = Labels.BinarySearch(label);
            if (spin < 0)
            {
                throw new ArgumentException($"Label {label}: expected the label of a spin of {Name}.", nameof(labels));
            }

            moved[spin] = Removed;
        }

        var left = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < moved.Length; i++)
        {
            if (moved[i] != Removed)
            {
                moved[i] = left.Count;
                left.Add(Labels[i]);
            }
        }

        if (left.Count == 0)
        {
            throw new ArgumentException(
                $"Labels: expected at least one of the {SpinCount} spins of {Name} to be left, got all.", nameof(labels));
        }

        return new(
            NameOfPart,
            left.Count,
            [.. Edges.Select(e => new SpinEdge(moved[e.I], moved[e.J])).Where(e => e.I != Removed && e.J != Removed)],
            ColoringIsKnown ? () => Coloring.OnPart(moved) : null,
            left.DrainToImmutable());
    }

    /// <summary>This graph without some couplings, as a processor with dead couplers.</summary>
    /// <param name="edges">Pairs of labels, in any order.</param>
    /// <exception cref="ArgumentException">A pair is not coupled in the graph.</exception>
    public SpinGraph WithoutEdges(params IEnumerable<SpinEdge> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var left = new HashSet<SpinEdge>(Edges);
        foreach ((int a, int b) in edges)
        {
            SpinEdge pair = new(Labels.BinarySearch(Math.Min(a, b)), Labels.BinarySearch(Math.Max(a, b)));
            if (!left.Remove(pair))
            {
                throw new ArgumentException(
                    $"Edge ({a}, {b}): expected the labels of a coupled pair of {Name}, each pair once.", nameof(edges));
            }
        }

        return new(
            NameOfPart,
            SpinCount,
            [.. Edges.Where(left.Contains)],
            ColoringIsKnown ? () => Coloring : null,
            Labels);
    }
}
