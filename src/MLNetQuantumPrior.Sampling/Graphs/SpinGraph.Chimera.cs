namespace MLNetQuantumPrior.Sampling;

public sealed partial class SpinGraph
{
    /// <summary>
    /// The Chimera graph C(m, n, t) of D-Wave's processors up to the 2000Q, with D-Wave's integer node labels: an m by n grid of cells,
    /// each a complete bipartite graph of t vertical and t horizontal spins. Vertical spins are coupled with their like in the next cell
    /// of the column, horizontal ones with their like in the next cell of the row: 2 m n t spins and
    /// t^2 m n + t ((m - 1) n + m (n - 1)) couplings, at most t + 2 a spin.
    /// </summary>
    /// <param name="m">Rows of cells, at least 1.</param>
    /// <param name="n">Columns of cells, at least 1. C(16, 16) is a 2000Q: 2048 spins.</param>
    /// <param name="t">Spins of one orientation in a cell, at least 1; 4 in hardware.</param>
    /// <remarks>
    /// Bunyk et al., "Architectural Considerations in the Design of a Superconducting Quantum Annealing Processor", arXiv:1401.5504, 2014.
    /// </remarks>
    public static SpinGraph Chimera(int m, int n, int t = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(t, 1);
        int cell = checked(2 * t);
        int row = checked(n * cell);
        int spins = checked(m * row);
        var edges = ImmutableArray.CreateBuilder<SpinEdge>();
        for (int i = 0; i < spins; i++)
        {
            bool horizontal = i % cell >= t;
            if (!horizontal)
            {
                int firstHorizontal = (i / cell * cell) + t;
                for (int other = firstHorizontal; other < firstHorizontal + t; other++)
                {
                    edges.Add(new(i, other));
                }
            }

            int next = horizontal ? i + cell : i + row;
            if (horizontal ? next / row == i / row : next < spins)
            {
                edges.Add(new(i, next));
            }
        }

        return new($"chimera({m},{n},{t})", spins, edges.DrainToImmutable(), TwoColors);

        // Every coupler changes one of: row of cells, column of cells, orientation.
        GraphColoring TwoColors()
        {
            int[] color = new int[spins];
            for (int i = 0; i < spins; i++)
            {
                color[i] = ((i / row) + (i % row / cell) + (i % cell / t)) & 1;
            }

            return GraphColoring.Of(color, colors: 2);
        }
    }
}
