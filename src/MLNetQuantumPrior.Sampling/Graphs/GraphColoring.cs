namespace MLNetQuantumPrior.Sampling;

/// <summary>A partition of the spins into classes without a coupling inside, so that a whole class can be updated at once.</summary>
/// <param name="Classes">The classes; each spin is in exactly one, in ascending order.</param>
public sealed record GraphColoring(ImmutableArray<ImmutableArray<int>> Classes)
{
    /// <summary>
    /// Saturation-first greedy colouring (DSATUR, Brelaz 1979): the next spin is the one whose neighbours show most colours, ties by
    /// degree, then by index. Exact on bipartite graphs.
    /// </summary>
    internal static GraphColoring Greedy(SpinGraph graph)
    {
        int n = graph.SpinCount;
        var neighbours = new List<int>[n];
        for (int i = 0; i < n; i++)
        {
            neighbours[i] = [];
        }

        foreach ((int i, int j) in graph.Edges)
        {
            neighbours[i].Add(j);
            neighbours[j].Add(i);
        }

        int[] color = new int[n];
        Array.Fill(color, -1);
        var seen = new HashSet<int>[n];
        var queue = new PriorityQueue<int, (int Saturation, int Degree, int Spin)>(n);
        for (int i = 0; i < n; i++)
        {
            seen[i] = [];
            queue.Enqueue(i, (0, -neighbours[i].Count, i));
        }

        int colors = 0;
        while (queue.TryDequeue(out int spin, out _))
        {
            if (color[spin] >= 0)
            {
                continue; // queued again when its saturation grew
            }

            int free = 0;
            while (seen[spin].Contains(free))
            {
                free++;
            }

            color[spin] = free;
            colors = Math.Max(colors, free + 1);
            foreach (int other in neighbours[spin])
            {
                if (color[other] < 0 && seen[other].Add(free))
                {
                    queue.Enqueue(other, (-seen[other].Count, -neighbours[other].Count, other));
                }
            }
        }

        return Of(color, colors);
    }

    /// <summary>The classes of a colouring that gives spin i the colour <paramref name="color"/>[i], 0 .. colors-1.</summary>
    internal static GraphColoring Of(ReadOnlySpan<int> color, int colors)
    {
        var classes = new ImmutableArray<int>.Builder[colors];
        for (int c = 0; c < colors; c++)
        {
            classes[c] = ImmutableArray.CreateBuilder<int>();
        }

        for (int i = 0; i < color.Length; i++)
        {
            classes[color[i]].Add(i);
        }

        return new([.. classes.Select(c => c.ToImmutable())]);
    }

    /// <summary>The colour of each spin, the inverse of <see cref="Of"/>.</summary>
    internal int[] ColorOfSpins()
    {
        int[] color = new int[Classes.Sum(c => c.Length)];
        for (int c = 0; c < Classes.Length; c++)
        {
            foreach (int spin in Classes[c])
            {
                color[spin] = c;
            }
        }

        return color;
    }

    /// <summary>
    /// This colouring on a part of its graph, where spin i became <paramref name="moved"/>[i], or was removed if negative.
    /// </summary>
    internal GraphColoring OnPart(int[] moved) =>
        new([.. Classes.Select(c => c.Select(i => moved[i]).Where(i => i >= 0).ToImmutableArray()).Where(c => c.Length > 0)]);
}
