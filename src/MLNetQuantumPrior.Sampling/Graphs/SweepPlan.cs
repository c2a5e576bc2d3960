namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// In which order a sweep visits the spins of a graph, colour class after colour class, and what each visit reads. Depends on the graph
/// alone, is found once and kept with it.
/// </summary>
/// <remarks>
/// Visits come in bundles of one spin or of four that read the same groups and as many single neighbours, so that a kernel sums their local
/// fields side by side. Four have one colour, or they are a group whose members are coupled with one another: then they read their own
/// group last, and one after the other. The local field is h, plus for each group in order (w0 s0 + w1 s1) + (w2 s2 + w3 s3), plus for each
/// single neighbour in order w s; a kernel may compute the sum of a group or look it up.
/// </remarks>
internal sealed class SweepPlan
{
    /// <summary>Most spins of a bundle.</summary>
    public const int BundleSize = 4;

    /// <summary>In <see cref="GroupEdge"/> and <see cref="SingleEdge"/>: no neighbour, weight 0.</summary>
    public const int NoEdge = -1;

    /// <summary>A search for groups looks at every pair of neighbours of every spin: at most so many, a second or so.</summary>
    private const long MaxPairs = 1 << 28;

    public SweepPlan(SpinGraph graph)
    {
        SparseRows rows = graph.Rows;
        (Groups, VisitRow[] row) = Grouped(graph, rows);
        List<int> order = [];
        List<int> bundleStart = [0];
        List<int> groupStart = [0];
        List<int> group = [];
        List<int> groupEdgeStart = [0];
        List<int> groupEdge = [];
        List<int> singleStart = [0];
        List<int> single = [];
        List<int> singleEdge = [];
        List<int> ownGroup = [];
        List<bool> isCoupled = [];
        foreach (VisitRow[] bundle in WithCoupled([.. graph.Coloring.Classes.SelectMany(c => Bundles(c.Select(i => row[i])))]))
        {
            order.AddRange(bundle.Select(r => r.Spin));
            bundleStart.Add(order.Count);
            group.AddRange(bundle[0].Groups);
            groupStart.Add(group.Count);
            foreach (int g in bundle[0].Groups)
            {
                foreach (VisitRow member in bundle)
                {
                    for (int slot = 0; slot < SpinGroups.Size; slot++)
                    {
                        groupEdge.Add(EdgeTo(rows, member.Spin, g, slot));
                    }
                }
            }

            groupEdgeStart.Add(groupEdge.Count);
            for (int k = 0; k < bundle[^1].Singles.Length; k++)
            {
                foreach (VisitRow member in bundle)
                {
                    bool none = k >= member.Singles.Length;
                    single.Add(none ? member.Spin : rows.Neighbour[member.Singles[k]]);
                    singleEdge.Add(none ? NoEdge : rows.Edge[member.Singles[k]]);
                }
            }

            singleStart.Add(single.Count);
            ownGroup.Add(CommonGroup(bundle));
            isCoupled.Add(ownGroup[^1] >= 0 && bundle[0].Groups.Contains(ownGroup[^1]));
        }

        (Order, BundleStart) = ([.. order], [.. bundleStart]);
        (GroupStart, Group) = ([.. groupStart], [.. group]);
        (GroupEdgeStart, GroupEdge) = ([.. groupEdgeStart], [.. groupEdge]);
        (SingleStart, Single, SingleEdge) = ([.. singleStart], [.. single], [.. singleEdge]);
        (OwnGroup, IsCoupled) = ([.. ownGroup], [.. isCoupled]);
        HasDense = Enumerable.Range(0, BundleCount).Any(b => IsCoupled[b] || IsDense(b));
    }

    /// <summary>The spin of each visit.</summary>
    public int[] Order { get; }

    /// <summary>Number of bundles.</summary>
    public int BundleCount => OwnGroup.Length;

    /// <summary>First visit of each bundle; one more at the end.</summary>
    public int[] BundleStart { get; }

    /// <summary>The groups that are read as one; none where neighbours are scattered.</summary>
    public SpinGroups Groups { get; }

    /// <summary>Where the groups of each bundle start in <see cref="Group"/>; one more at the end.</summary>
    public int[] GroupStart { get; }

    /// <summary>The groups that a bundle reads.</summary>
    public int[] Group { get; }

    /// <summary>Where the slots of each bundle start in <see cref="GroupEdge"/>; one more at the end.</summary>
    public int[] GroupEdgeStart { get; }

    /// <summary>For each of a bundle's groups, spins and slots, in this order, the index of the coupling or <see cref="NoEdge"/>.</summary>
    public int[] GroupEdge { get; }

    /// <summary>Where the single neighbours of each bundle start in <see cref="Single"/>; one more at the end.</summary>
    public int[] SingleStart { get; }

    /// <summary>The first single neighbour of each of a bundle's spins, then the second of each, and so on.</summary>
    public int[] Single { get; }

    /// <summary>The index of the coupling with each single neighbour, or <see cref="NoEdge"/>.</summary>
    public int[] SingleEdge { get; }

    /// <summary>The group that a bundle is, slot by slot, or -1.</summary>
    public int[] OwnGroup { get; }

    /// <summary>Whether the spins of a bundle are coupled with one another, and read <see cref="OwnGroup"/> last.</summary>
    public bool[] IsCoupled { get; }

    /// <summary>Number of spins of a bundle.</summary>
    public int SpinsOf(int bundle) => BundleStart[bundle + 1] - BundleStart[bundle];

    /// <summary>Whether a bundle reads many groups, and no single neighbours.</summary>
    public bool IsDense(int bundle) =>
        SingleStart[bundle + 1] == SingleStart[bundle] && GroupStart[bundle + 1] - GroupStart[bundle] >= 16;

    /// <summary>Whether bundles of four read many groups, or are coupled.</summary>
    public bool HasDense { get; }

    /// <summary>The end of a run of bundles of the same shape: as many spins, groups and single neighbours as the first one has.</summary>
    public int EndOfRun(int first)
    {
        (int, bool, int, int) shape = Shape(first);
        int end = first + 1;
        while (end < BundleCount && Shape(end) == shape)
        {
            end++;
        }

        return end;

        (int, bool, int, int) Shape(int b) =>
            (SpinsOf(b), IsCoupled[b], GroupStart[b + 1] - GroupStart[b], SingleStart[b + 1] - SingleStart[b]);
    }

    /// <summary>
    /// Where the couplings of some edges are: places in <see cref="GroupEdge"/> and, counted on, in <see cref="SingleEdge"/>.
    /// </summary>
    /// <param name="isWanted">Whether an edge is one of them.</param>
    public ImmutableArray<int> SlotsOf(ReadOnlySpan<bool> isWanted)
    {
        var slots = ImmutableArray.CreateBuilder<int>();
        for (int at = 0; at < GroupEdge.Length + SingleEdge.Length; at++)
        {
            int edge = at < GroupEdge.Length ? GroupEdge[at] : SingleEdge[at - GroupEdge.Length];
            if (edge >= 0 && isWanted[edge])
            {
                slots.Add(at);
            }
        }

        return slots.ToImmutable();
    }

    /// <summary>Writes the coupling of each slot of <see cref="GroupEdge"/> and of each of <see cref="SingleEdge"/>.</summary>
    public void GatherWeights(ReadOnlySpan<float> couplings, Span<float> ofGroups, Span<float> ofSingles)
    {
        Gather(couplings, GroupEdge, ofGroups);
        Gather(couplings, SingleEdge, ofSingles);
    }

    private static void Gather(ReadOnlySpan<float> couplings, ReadOnlySpan<int> edges, Span<float> weights)
    {
        for (int at = 0; at < edges.Length; at++)
        {
            int edge = edges[at];
            weights[at] = edge >= 0 ? couplings[edge] : 0;
        }
    }

    /// <summary>
    /// Dense graphs group spins as they are visited, if three of four slots are used. Else groups are searched, and one is read as such
    /// by spins coupled to three or four of its members; if that covers less than half of all neighbours, there are none.
    /// </summary>
    private static (SpinGroups Groups, VisitRow[] Rows) Grouped(SpinGraph graph, SparseRows rows)
    {
        var dense = SpinGroups.InColourOrder(graph);
        VisitRow[] row = VisitRow.All(rows, dense, leastMembers: 1);
        if (rows.Neighbour.Length > 0.75 * SpinGroups.Size * row.Sum(r => (long)r.Groups.Length))
        {
            return (dense, row);
        }

        if (rows.Neighbour.Sum(j => (long)rows.NeighboursOf(j).Length) <= MaxPairs)
        {
            var found = SpinGroups.ByCommonNeighbours(rows);
            row = VisitRow.All(rows, found, leastMembers: SpinGroups.Size - 1);
            if (row.Sum(r => (long)r.Singles.Length) < 0.5 * rows.Neighbour.Length)
            {
                return (found, row);
            }
        }

        var none = new SpinGroups(graph.SpinCount, []);
        return (none, VisitRow.All(rows, none, leastMembers: 1));
    }

    /// <summary>Bundles of the same shape stand together, so that loops over what they read run for equally long.</summary>
    private static IEnumerable<VisitRow[]> Bundles(IEnumerable<VisitRow> ofOneColour) =>
        from alike in ofOneColour.GroupBy(r => r, new VisitRow.ByGroups())
        from chunk in alike.OrderBy(r => r.Singles.Length).Chunk(BundleSize)
        from bundle in chunk.Length == BundleSize ? [chunk] : chunk.Select(r => new[] { r })
        orderby bundle.Length, bundle[0].Groups.Length, bundle[^1].Singles.Length
        select bundle;

    /// <summary>Joins four bundles of one spin that are a group and read the same groups, their own one last.</summary>
    private IEnumerable<VisitRow[]> WithCoupled(VisitRow[][] bundles)
    {
        for (int b = 0; b < bundles.Length; b++)
        {
            VisitRow[] joined = [.. bundles.Skip(b).Take(BundleSize).TakeWhile(x => x.Length == 1).Select(x => x[0])];
            int own = joined.Length > 0 ? CommonGroup(joined) : -1;
            bool alike = joined.All(r => r.Groups.SequenceEqual(joined[0].Groups) && r.Singles.Length == 0);
            if (own >= 0 && alike && joined[0].Groups.LastOrDefault(-1) == own)
            {
                yield return joined;
                b += BundleSize - 1;
            }
            else
            {
                yield return bundles[b];
            }
        }
    }

    private static int EdgeTo(SparseRows rows, int spin, int neighbour)
    {
        int at = rows.NeighboursOf(spin).BinarySearch(neighbour);
        return at >= 0 ? rows.Edge[rows.Start[spin] + at] : NoEdge;
    }

    private int EdgeTo(SparseRows rows, int spin, int group, int slot)
    {
        int member = Groups.Member[(SpinGroups.Size * group) + slot];
        return Groups.Slot[member] == slot ? EdgeTo(rows, spin, member) : NoEdge;
    }

    private int CommonGroup(VisitRow[] bundle)
    {
        int group = Groups.Group[bundle[0].Spin];
        bool same = bundle.Length == BundleSize && group >= 0 &&
            bundle.Select(r => r.Spin).SequenceEqual(Groups.Member.AsSpan(SpinGroups.Size * group, SpinGroups.Size).ToArray());
        return same ? group : -1;
    }
}
