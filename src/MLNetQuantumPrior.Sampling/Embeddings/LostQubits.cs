namespace MLNetQuantumPrior.Sampling;

/// <summary>Finds qubits for spins whose own are lost.</summary>
internal static class LostQubits
{
    /// <summary>
    /// The label of each spin on another graph: its own, or, where that is lost, the free one that keeps most of its couplings, the lowest
    /// of several. The graph has at least as many spins.
    /// </summary>
    public static int[] Replaced(SpinGraph trained, SpinGraph today)
    {
        int[] place = [.. trained.Labels.Select(label => Math.Max(-1, today.Labels.BinarySearch(label)))];
        bool[] isTaken = new bool[today.SpinCount];
        foreach (int spin in place.Where(spin => spin >= 0))
        {
            isTaken[spin] = true;
        }

        for (int i = 0; i < place.Length; i++)
        {
            if (place[i] >= 0)
            {
                continue;
            }

            int[] kept = new int[today.SpinCount];
            foreach (int neighbour in trained.Rows.NeighboursOf(i))
            {
                if (place[neighbour] >= 0)
                {
                    foreach (int candidate in today.Rows.NeighboursOf(place[neighbour]))
                    {
                        kept[candidate]++;
                    }
                }
            }

            place[i] = Enumerable.Range(0, kept.Length).Where(spin => !isTaken[spin]).MaxBy(spin => kept[spin]);
            isTaken[place[i]] = true;
        }

        return [.. place.Select(spin => today.Labels[spin])];
    }
}
