namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What each visit of a sweep reads where neighbours are dense: groups of four consecutive spins 4 g .. 4 g + 3, all four slots of every
/// group that holds a neighbour, in runs of consecutive groups. A slot that is no neighbour has the weight 0.
/// </summary>
/// <remarks>
/// The local field is h + sum over groups, in ascending order, of (w0 s0 + w1 s1) + (w2 s2 + w3 s3). A kernel may compute the inner sum or
/// look it up.
/// </remarks>
internal sealed class GroupedRows
{
    public const int GroupSize = 4;

    /// <summary>In <see cref="Edge"/>: this slot is no neighbour.</summary>
    public const int NoEdge = -1;

    public GroupedRows(SparseRows rows)
    {
        Start = new int[rows.Start.Length];
        WeightStart = new int[rows.Start.Length];
        List<int> first = [];
        List<int> length = [];
        List<int> edge = [];
        for (int k = 0; k < rows.Start.Length - 1; k++)
        {
            int group = -1;
            for (int at = rows.Start[k]; at < rows.Start[k + 1]; at++)
            {
                int next = rows.Neighbour[at] / GroupSize;
                if (next != group)
                {
                    if (group >= 0 && next == group + 1)
                    {
                        length[^1]++;
                    }
                    else
                    {
                        first.Add(next);
                        length.Add(1);
                    }

                    edge.AddRange([NoEdge, NoEdge, NoEdge, NoEdge]);
                    group = next;
                }

                edge[^(GroupSize - (rows.Neighbour[at] % GroupSize))] = rows.Edge[at];
            }

            Start[k + 1] = first.Count;
            WeightStart[k + 1] = edge.Count;
        }

        (First, Length, Edge) = ([.. first], [.. length], [.. edge]);
    }

    /// <summary>Where the runs of visit k start in <see cref="First"/> and <see cref="Length"/>; one more at the end.</summary>
    public int[] Start { get; }

    /// <summary>Where the slots of visit k start in <see cref="Edge"/>; one more at the end.</summary>
    public int[] WeightStart { get; }

    /// <summary>First group of a run.</summary>
    public int[] First { get; }

    /// <summary>Number of groups of a run.</summary>
    public int[] Length { get; }

    /// <summary>The index of the coupling of each slot, or <see cref="NoEdge"/>.</summary>
    public int[] Edge { get; }
}
