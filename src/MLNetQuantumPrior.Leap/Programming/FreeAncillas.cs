namespace MLNetQuantumPrior.Leap;

/// <summary>Leaves qubits free for the fields of fast anneals.</summary>
public static class FreeAncillas
{
    /// <summary>
    /// Most of a working graph: all but few qubits, chosen so that each of the others is coupled to one of them. A prior on it has a field
    /// for every spin with <see cref="FieldMethod.PolarizedAncilla"/>.
    /// </summary>
    /// <param name="working">A working graph, such as <see cref="LeapSolver.Graph"/>, or a part of one.</param>
    /// <returns>The rest of the graph; qubits that are coupled to none are left out too.</returns>
    /// <exception cref="ArgumentException">No two qubits are coupled.</exception>
    public static SpinGraph LeaveIn(SpinGraph working)
    {
        ArgumentNullException.ThrowIfNull(working);
        if (working.Edges.IsEmpty)
        {
            throw new ArgumentException($"Working graph '{working}': expected coupled qubits, got none.", nameof(working));
        }

        bool[] isFree = new bool[working.SpinCount], isServed = new bool[working.SpinCount];
        var queue = new PriorityQueue<int, (int, int)>(); // by qubits that it would serve, most first; then by place
        for (int i = 0; i < working.SpinCount; i++)
        {
            int degree = working.Rows.NeighboursOf(i).Length;
            isFree[i] = degree == 0;
            queue.Enqueue(i, (-degree, i));
        }

        // What a qubit would serve only falls: one whose number still holds when it comes up serves the most.
        while (queue.TryDequeue(out int qubit, out (int MinusServed, int) priority))
        {
            int served = isFree[qubit] ? 0 : Unserved(qubit);
            if (served == -priority.MinusServed && served > 0)
            {
                isFree[qubit] = true;
                foreach (int neighbour in working.Rows.NeighboursOf(qubit))
                {
                    isServed[neighbour] = true;
                }
            }
            else if (served > 0)
            {
                queue.Enqueue(qubit, (-served, qubit));
            }
        }

        return working.WithoutSpins(Enumerable.Range(0, working.SpinCount).Where(i => isFree[i]).Select(i => working.Labels[i]));

        int Unserved(int qubit)
        {
            int count = 0;
            foreach (int neighbour in working.Rows.NeighboursOf(qubit))
            {
                count += !isServed[neighbour] && !isFree[neighbour] ? 1 : 0;
            }

            return count;
        }
    }
}
