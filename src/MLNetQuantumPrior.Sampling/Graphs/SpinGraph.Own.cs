namespace MLNetQuantumPrior.Sampling;

public sealed partial class SpinGraph
{
    /// <summary>A graph of your own. The order of a pair and of the pairs does not matter.</summary>
    /// <param name="spins">Number of spins, at least 1; spins without an edge are allowed.</param>
    /// <param name="edges">Coupled pairs, numbered from 0.</param>
    /// <param name="name">What to call it; null makes a name from the sizes.</param>
    /// <exception cref="ArgumentException">A pair is out of range, couples a spin with itself, or comes twice.</exception>
    public static SpinGraph FromEdges(int spins, IEnumerable<SpinEdge> edges, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        return Own([.. Enumerable.Range(0, spins)], edges, $"spins between 0 and {spins - 1}", name);
    }

    /// <summary>
    /// A graph of your own whose spins have labels, such as the working qubits and couplers that a processor reports. Spin i has the i-th
    /// smallest label. The order of labels, of a pair and of the pairs does not matter.
    /// </summary>
    /// <param name="labels">The spins, each once, at least one; labels are at least 0. Spins without an edge are allowed.</param>
    /// <param name="edges">Coupled pairs of labels.</param>
    /// <param name="name">What to call it; null makes a name from the sizes.</param>
    /// <exception cref="ArgumentException">
    /// A label is negative or comes twice; a pair has an unknown label, couples a spin with itself, or comes twice.
    /// </exception>
    public static SpinGraph FromLabels(IEnumerable<int> labels, IEnumerable<SpinEdge> edges, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(edges);
        ImmutableArray<int> ascending = [.. labels.Order()];
        if (ascending.IsEmpty)
        {
            throw new ArgumentException("Labels: expected at least 1, got 0.", nameof(labels));
        }

        for (int i = 0; i < ascending.Length; i++)
        {
            if (ascending[i] < 0 || (i > 0 && ascending[i] == ascending[i - 1]))
            {
                throw new ArgumentException($"Label {ascending[i]}: expected labels of at least 0, each once.", nameof(labels));
            }
        }

        return Own(ascending, edges, "two of the labels", name);
    }

    /// <summary>This graph with a colouring that is known to fit.</summary>
    internal SpinGraph WithColors(int[] color, int colors) => new(Name, SpinCount, Edges, () => GraphColoring.Of(color, colors), Labels);

    private static SpinGraph Own(ImmutableArray<int> labels, IEnumerable<SpinEdge> edges, string known, string? name)
    {
        // Labels ascend, so that pairs in the order of their labels are pairs in the order of their spins.
        ImmutableArray<SpinEdge> sorted = Sorted(edges.Select(e => e.I < e.J ? e : new SpinEdge(e.J, e.I)));
        var pairs = ImmutableArray.CreateBuilder<SpinEdge>(sorted.Length);
        for (int k = 0; k < sorted.Length; k++)
        {
            SpinEdge pair = new(labels.BinarySearch(sorted[k].I), labels.BinarySearch(sorted[k].J));
            string? wrong = pair.I < 0 || pair.J < 0 ? known
                : pair.I == pair.J ? "two different spins"
                : k > 0 && sorted[k - 1] == sorted[k] ? "each pair once"
                : null;
            if (wrong is not null)
            {
                throw new ArgumentException($"Edge ({sorted[k].I}, {sorted[k].J}): expected {wrong}.", nameof(edges));
            }

            pairs.Add(pair);
        }

        return new(name ?? $"edges({labels.Length},{pairs.Count})", labels.Length, pairs.MoveToImmutable(), labels: labels);
    }
}
