namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// One step of an elimination: a spin and its separator, the neighbours it has when it is summed out. A table over both has a bit a spin,
/// set where it is +1: the spin's own on top, then the separator's from <paramref name="Separator"/>[0] down to bit 0.
/// </summary>
/// <param name="Spin">The spin that is summed out.</param>
/// <param name="Separator">The spins that its message depends on, in the order of their own elimination.</param>
/// <param name="Edges">Its couplings with spins of the separator: the other spin's bit and the edge's index.</param>
/// <param name="Parent">The step that takes the message, that of Separator[0]; -1 where the separator is empty.</param>
/// <param name="ParentBits">Which bits of the parent's table are the separator's, as a mask: in the same order.</param>
internal sealed record EliminationStep(int Spin, int[] Separator, (int Bit, int Edge)[] Edges, int Parent, int ParentBits)
{
    public static EliminationStep[] All(SpinGraph graph, EliminationOrder order)
    {
        int[] position = new int[graph.SpinCount];
        for (int k = 0; k < position.Length; k++)
        {
            position[order.Spins[k]] = k;
        }

        int[][] separators = Array.ConvertAll(order.Separators, separator => separator.OrderBy(i => position[i]).ToArray());
        var edges = new List<(int Bit, int Edge)>[position.Length];
        for (int k = 0; k < edges.Length; k++)
        {
            edges[k] = [];
        }

        for (int e = 0; e < graph.Edges.Length; e++)
        {
            (int i, int j) = graph.Edges[e];
            (int first, int later) = position[i] < position[j] ? (i, j) : (j, i);
            int step = position[first];
            edges[step].Add((Bit(separators[step], later), e));
        }

        var steps = new EliminationStep[position.Length];
        for (int k = 0; k < steps.Length; k++)
        {
            int[] separator = separators[k];
            int parent = separator.Length == 0 ? -1 : position[separator[0]];
            int bits = parent < 0 ? 0 : 1 << separators[parent].Length;
            foreach (int spin in separator.Skip(1))
            {
                bits |= 1 << Bit(separators[parent], spin);
            }

            steps[k] = new(order.Spins[k], separator, [.. edges[k]], parent, bits);
        }

        return steps;
    }

    private static int Bit(int[] separator, int spin) => separator.Length - 1 - Array.IndexOf(separator, spin);
}
