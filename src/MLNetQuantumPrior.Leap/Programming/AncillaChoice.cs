namespace MLNetQuantumPrior.Leap;

/// <summary>Chooses unused qubits that neighbour those of a model, to bring it fields.</summary>
/// <remarks>All numbers are places in the working graph. Ties go to the lowest place, so that a choice is always the same.</remarks>
internal static class AncillaChoice
{
    /// <summary>Marks a qubit without an ancilla.</summary>
    public const int None = -1;

    /// <summary>
    /// Few qubits that together neighbour all of a model's: again and again the one that neighbours the most that have none.
    /// </summary>
    /// <param name="working">The working graph.</param>
    /// <param name="used">The model's qubits.</param>
    /// <returns>The ancilla of each of <paramref name="used"/>, or <see cref="None"/> where all its neighbours are used.</returns>
    public static int[] Covering(SpinGraph working, int[] used)
    {
        int[] ancillas = Nobody(used.Length);
        Dictionary<int, int> spinOf = Numbered(used);
        var open = new SortedDictionary<int, List<int>>(); // spins beside each free qubit
        for (int spin = 0; spin < used.Length; spin++)
        {
            foreach (int qubit in working.Rows.NeighboursOf(used[spin]))
            {
                if (!spinOf.ContainsKey(qubit))
                {
                    (open.TryGetValue(qubit, out List<int>? beside) ? beside : open[qubit] = []).Add(spin);
                }
            }
        }

        while (open.Count > 0)
        {
            (int best, List<int> spins) = open.MaxBy(candidate => candidate.Value.Count);
            spins.ForEach(spin => ancillas[spin] = best);
            foreach (int qubit in open.Keys.ToArray())
            {
                if (open[qubit].RemoveAll(spin => ancillas[spin] != None) > 0 && open[qubit].Count == 0)
                {
                    open.Remove(qubit);
                }
            }
        }

        return ancillas;
    }

    /// <summary>For each connected part of a model the unused qubit that neighbours the most of its qubits.</summary>
    /// <param name="working">The working graph.</param>
    /// <param name="used">The model's qubits.</param>
    /// <param name="parts">Numbers of the qubits in <paramref name="used"/> that are connected.</param>
    /// <returns>The ancilla of each part and <see cref="None"/> where there is none.</returns>
    public static int[] OfParts(SpinGraph working, int[] used, ImmutableArray<ImmutableArray<int>> parts)
    {
        Dictionary<int, int> spinOf = Numbered(used);
        return
        [
            .. parts.Select(part => part
                .SelectMany(spin => working.Rows.NeighboursOf(used[spin]).ToArray())
                .Where(qubit => !spinOf.ContainsKey(qubit))
                .GroupBy(qubit => qubit)
                .OrderBy(beside => beside.Key)
                .MaxBy(beside => beside.Count())?.Key ?? None),
        ];
    }

    private static int[] Nobody(int count)
    {
        int[] ancillas = new int[count];
        Array.Fill(ancillas, None);
        return ancillas;
    }

    private static Dictionary<int, int> Numbered(int[] used) =>
        Enumerable.Range(0, used.Length).ToDictionary(spin => used[spin], spin => spin);
}
