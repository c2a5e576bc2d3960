namespace MLNetQuantumPrior.Sampling;

/// <summary>What makes chains an embedding.</summary>
internal static class EmbeddingCheck
{
    private const int Free = -1;

    /// <exception cref="ArgumentException">Something does not hold; the message says what, with labels.</exception>
    public static void Check(Embedding embedding)
    {
        (SpinGraph source, SpinGraph target) = (embedding.Source, embedding.Target);
        if (embedding.Chains.Length != source.SpinCount)
        {
            throw Wrong($"expected one for each of {source.SpinCount} spins of {source}, got {embedding.Chains.Length}");
        }

        int[] owner = Owners(embedding);
        CheckConnected(embedding, owner);
        var coupled = new HashSet<SpinEdge>();
        foreach ((int i, int j) in target.Edges)
        {
            (int a, int b) = (owner[i], owner[j]);
            if (a != b && a != Free && b != Free)
            {
                coupled.Add(new(Math.Min(a, b), Math.Max(a, b)));
            }
        }

        foreach (SpinEdge edge in source.Edges)
        {
            if (!coupled.Contains(edge))
            {
                throw Wrong(
                    $"expected a coupler of {target} between those of the coupled spins {source.Labels[edge.I]} and " +
                    $"{source.Labels[edge.J]}, got none");
            }
        }
    }

    /// <summary>The source spin of each target spin; -1 where it is not used.</summary>
    private static int[] Owners(Embedding embedding)
    {
        SpinGraph target = embedding.Target;
        int[] owner = new int[target.SpinCount];
        Array.Fill(owner, Free);
        for (int i = 0; i < embedding.Chains.Length; i++)
        {
            if (embedding.Chains[i].IsEmpty)
            {
                throw Wrong($"expected at least one spin of {target} for spin {embedding.Source.Labels[i]}, got none");
            }

            foreach (int label in embedding.Chains[i])
            {
                int spin = target.Labels.BinarySearch(label);
                string? wrong = spin < 0 ? "a label that is not there"
                    : owner[spin] != Free ? $"it for the spins {embedding.Source.Labels[owner[spin]]} and {embedding.Source.Labels[i]}"
                    : null;
                if (wrong is not null)
                {
                    throw Wrong($"label {label}: expected a spin of {target}, each in one chain at most, got {wrong}");
                }

                owner[spin] = i;
            }
        }

        return owner;
    }

    private static void CheckConnected(Embedding embedding, int[] owner)
    {
        SpinGraph target = embedding.Target;
        bool[] reached = new bool[target.SpinCount];
        var next = new Stack<int>();
        for (int i = 0; i < embedding.Chains.Length; i++)
        {
            ImmutableArray<int> chain = embedding.Chains[i];
            int first = target.Labels.BinarySearch(chain[0]);
            reached[first] = true;
            next.Push(first);
            int count = 0;
            while (next.TryPop(out int spin))
            {
                count++;
                foreach (int neighbour in target.Rows.NeighboursOf(spin))
                {
                    if (owner[neighbour] == i && !reached[neighbour])
                    {
                        reached[neighbour] = true;
                        next.Push(neighbour);
                    }
                }
            }

            if (count != chain.Length)
            {
                throw Wrong(
                    $"expected the chain [{string.Join(", ", chain)}] of spin {embedding.Source.Labels[i]} to be connected in {target}, " +
                    $"got parts");
            }
        }
    }

    private static ArgumentException Wrong(string what) => new($"Chains: {what}.", "chains");
}
