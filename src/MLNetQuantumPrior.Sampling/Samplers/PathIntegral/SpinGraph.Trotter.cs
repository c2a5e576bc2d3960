using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

public sealed partial class SpinGraph
{
    /// <summary>
    /// Copies of a graph in a ring, the Trotter slices: spin i of slice k has the number k n + i and is coupled to spin i of slices k - 1
    /// and k + 1. A colour of the graph becomes two, one for even slices and one for odd ones.
    /// </summary>
    /// <param name="graph">The graph of one slice, n spins.</param>
    /// <param name="slices">Number of slices, even and at least 4.</param>
    internal static SpinGraph Trotter(SpinGraph graph, int slices)
    {
        int n = graph.SpinCount;
        UpperRows rows = graph.UpperRows;
        var edges = new SpinEdge[slices * (graph.Edges.Length + n)];
        int at = 0;
        for (int k = 0; k < slices; k++)
        {
            for (int i = 0; i < n; i++)
            {
                // In ascending order: within the slice, to the next one, and from the first to the last.
                int spin = (k * n) + i;
                for (int e = rows.Start[i]; e < rows.Start[i + 1]; e++)
                {
                    edges[at++] = new(spin, (k * n) + graph.Edges[e].J);
                }

                if (k < slices - 1)
                {
                    edges[at++] = new(spin, spin + n);
                }

                if (k == 0)
                {
                    edges[at++] = new(spin, ((slices - 1) * n) + i);
                }
            }
        }

        return new($"trotter({graph},{slices})", slices * n, ImmutableCollectionsMarshal.AsImmutableArray(edges), Colors);

        GraphColoring Colors()
        {
            int[] color = new int[slices * n];
            for (int c = 0; c < graph.Coloring.Classes.Length; c++)
            {
                foreach (int i in graph.Coloring.Classes[c])
                {
                    for (int k = 0; k < slices; k++)
                    {
                        color[(k * n) + i] = (2 * c) + (k % 2);
                    }
                }
            }

            return GraphColoring.Of(color, 2 * graph.Coloring.Classes.Length);
        }
    }
}
