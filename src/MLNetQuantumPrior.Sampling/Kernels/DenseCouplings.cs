namespace MLNetQuantumPrior.Sampling;

/// <summary>The numbers of a model on a dense graph as <see cref="FlipKernel"/> reads them: see <see cref="DenseRows"/>.</summary>
internal sealed class DenseCouplings
{
    private readonly AlignedBuffer _rows;
    private readonly AlignedBuffer _fields;
    private readonly ImmutableArray<float> _couplings;

    /// <param name="model">The model.</param>
    /// <param name="rows">The rows of its graph.</param>
    public DenseCouplings(IsingModel model, DenseRows rows)
    {
        (Layout, _couplings) = (rows, model.Couplings);
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
        float field = Fields[visit];
        for (int g = plan.GroupStart[bundle]; g < plan.GroupStart[bundle + 1]; g++)
        {
            ReadOnlySpan<int> member = plan.Groups.Member.AsSpan(SpinGroups.Size * plan.Group[g], SpinGroups.Size);
            int at = SpinGroups.Size * (((g - plan.GroupStart[bundle]) * plan.SpinsOf(bundle)) + visit - plan.BundleStart[bundle]);
            ReadOnlySpan<int> edge = plan.GroupEdge.AsSpan(plan.GroupEdgeStart[bundle] + at, SpinGroups.Size);
            field += (Term(edge[0], member[0], spins) + Term(edge[1], member[1], spins)) +
                (Term(edge[2], member[2], spins) + Term(edge[3], member[3], spins));
        }

        int first = plan.SingleStart[bundle] + visit - plan.BundleStart[bundle];
        for (int at = first; at < plan.SingleStart[bundle + 1]; at += plan.SpinsOf(bundle))
        {
            field += Term(plan.SingleEdge[at], plan.Single[at], spins);
        }

        return field;
    }

    private float Term(int edge, int spin, ReadOnlySpan<float> spins) => edge >= 0 ? _couplings[edge] * spins[spin] : 0;
}
