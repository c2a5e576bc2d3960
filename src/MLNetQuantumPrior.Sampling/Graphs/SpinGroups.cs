namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Groups of up to four spins that other spins are often coupled to together, so that a chain's four spins can be read as one index of
/// four bits. A spin is in one group or in none.
/// </summary>
internal sealed class SpinGroups
{
    public const int Size = 4;

    /// <param name="spinCount">Number of spins of the graph.</param>
    /// <param name="groups">The members of each group, one to four.</param>
    public SpinGroups(int spinCount, IReadOnlyList<int[]> groups)
    {
        Count = groups.Count;
        Member = new int[Size * Count];
        Group = new int[spinCount];
        Slot = new int[spinCount];
        Array.Fill(Group, -1);
        for (int g = 0; g < Count; g++)
        {
            for (int slot = 0; slot < Size; slot++)
            {
                int spin = groups[g][Math.Min(slot, groups[g].Length - 1)];
                Member[(Size * g) + slot] = spin;
                if (slot < groups[g].Length)
                {
                    (Group[spin], Slot[spin]) = (g, slot);
                }
            }
        }
    }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>[group, slot]: the spin; slots without one name the last member again, and have no weight.</summary>
    public int[] Member { get; }

    /// <summary>The group of each spin, or -1.</summary>
    public int[] Group { get; }

    /// <summary>The place of each spin in its group.</summary>
    public int[] Slot { get; }

    /// <summary>The spins as the colour classes list them, cut every four; a class of four or more starts a group of its own.</summary>
    public static SpinGroups InColourOrder(SpinGraph graph)
    {
        var groups = new List<int[]>();
        var open = new List<int>(Size);
        foreach (ImmutableArray<int> spins in graph.Coloring.Classes)
        {
            if (spins.Length >= Size)
            {
                Close();
            }

            foreach (int spin in spins)
            {
                open.Add(spin);
                if (open.Count == Size)
                {
                    Close();
                }
            }
        }

        Close();
        return new(graph.SpinCount, groups);

        void Close()
        {
            if (open.Count > 0)
            {
                groups.Add([.. open]);
                open.Clear();
            }
        }
    }

    /// <summary>
    /// Every spin, in ascending order, takes up to three ungrouped ones with most neighbours in common, at least half of its own: the
    /// sides of the complete bipartite blocks K4,4 of Chimera, Pegasus and Zephyr graphs.
    /// </summary>
    public static SpinGroups ByCommonNeighbours(SparseRows rows)
    {
        int n = rows.Start.Length - 1;
        var groups = new List<int[]>();
        bool[] taken = new bool[n];
        int[] common = new int[n];
        var candidates = new List<int>();
        for (int i = 0; i < n; i++)
        {
            if (taken[i])
            {
                continue;
            }

            foreach (int neighbour in rows.NeighboursOf(i))
            {
                foreach (int other in rows.NeighboursOf(neighbour))
                {
                    if (common[other]++ == 0)
                    {
                        candidates.Add(other);
                    }
                }
            }

            int half = (rows.NeighboursOf(i).Length + 1) / 2;
            int[] members =
            [
                i,
                .. candidates.Where(j => j != i && !taken[j] && common[j] >= half)
                    .OrderByDescending(j => common[j]).ThenBy(j => j).Take(Size - 1).Order(),
            ];
            groups.Add(members);
            foreach (int member in members)
            {
                taken[member] = true;
            }

            foreach (int j in candidates)
            {
                common[j] = 0;
            }

            candidates.Clear();
        }

        return new(n, groups);
    }
}
