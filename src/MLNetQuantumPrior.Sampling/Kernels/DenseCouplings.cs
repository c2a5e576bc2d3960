namespace MLNetQuantumPrior.Sampling;

/// <summary>The numbers of a model on a dense graph as <see cref="FlipKernel"/> reads them: see <see cref="DenseRows"/>.</summary>
internal sealed class DenseCouplings
{
    private readonly AlignedBuffer _rows;
    private readonly AlignedBuffer _fields;

    /// <param name="model">The model.</param>
    /// <param name="rows">The rows of its graph.</param>
    public DenseCouplings(IsingModel model, DenseRows rows)
    {
        Layout = rows;
        _rows = new(rows.RowStart[^1]);
        _fields = new((rows.Visits + DenseRows.BlockSize - 1) / DenseRows.BlockSize * DenseRows.BlockSize);
        ReadOnlySpan<float> couplings = model.Couplings.AsSpan();
        ReadOnlySpan<SpinEdge> edges = model.Graph.Edges.AsSpan();
        Span<float> row = _rows.Span;
        for (int e = 0; e < edges.Length; e++)
        {
            (int a, int b) = (rows.Visit[edges[e].I], rows.Visit[edges[e].J]);
            row[rows.RowStart[a] + b - (DenseRows.BlockSize * rows.FirstBlock[a])] = couplings[e];
            row[rows.RowStart[b] + a - (DenseRows.BlockSize * rows.FirstBlock[b])] = couplings[e];
        }

        for (int i = 0; i < rows.Visits; i++)
        {
            _fields.Span[rows.Visit[i]] = model.Fields[i];
        }

        LargestField = LocalFields.Largest(model);
    }

    /// <summary>Where what is.</summary>
    public DenseRows Layout { get; }

    /// <summary>All rows of couplings.</summary>
    public Span<float> Rows => _rows.Span;

    /// <summary>h of each visit's spin, and zeros up to a full block.</summary>
    public ReadOnlySpan<float> Fields => _fields.Span;

    /// <summary>The largest local field that a spin can meet.</summary>
    public double LargestField { get; }

    /// <summary>The local field of a visit's spin, summed in the order that every kernel keeps to.</summary>
    /// <param name="plan">The sweep plan.</param>
    /// <param name="visit">Number of the visit.</param>
    /// <param name="spins">A chain's spins.</param>
    public float LocalField(SweepPlan plan, int visit, ReadOnlySpan<float> spins)
    {
        int bundle = Layout.Bundle[visit];
        ReadOnlySpan<float> row = Rows.Slice(Layout.RowStart[visit], DenseRows.BlockSize * Layout.BlockCount[visit]);
        int first = DenseRows.BlockSize * Layout.FirstBlock[visit];
        float field = Fields[visit];
        foreach (int group in plan.Group.AsSpan(plan.GroupStart[bundle]..plan.GroupStart[bundle + 1]))
        {
            ReadOnlySpan<int> member = plan.Groups.Member.AsSpan(SpinGroups.Size * group, SpinGroups.Size);
            // A slot without a member names the one before it again.
            float lower = Term(row, first, member[0], spins) + (member[1] == member[0] ? 0 : Term(row, first, member[1], spins));
            float upper = (member[2] == member[1] ? 0 : Term(row, first, member[2], spins)) +
                (member[3] == member[2] ? 0 : Term(row, first, member[3], spins));
            field += lower + upper;
        }

        int single = plan.SingleStart[bundle] + visit - plan.BundleStart[bundle];
        for (int at = single; at < plan.SingleStart[bundle + 1]; at += plan.SpinsOf(bundle))
        {
            field += Term(row, first, plan.Single[at], spins);
        }

        return field;
    }

    private float Term(ReadOnlySpan<float> row, int first, int spin, ReadOnlySpan<float> spins)
    {
        int at = Layout.Visit[spin] - first;
        return (uint)at < (uint)row.Length ? row[at] * spins[spin] : 0;
    }
}
