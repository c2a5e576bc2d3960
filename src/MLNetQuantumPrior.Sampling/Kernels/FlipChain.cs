namespace MLNetQuantumPrior.Sampling;

/// <summary>A chain as <see cref="FlipKernel"/> sweeps it: spins and local fields in the order of the visits.</summary>
internal sealed class FlipChain(FlipKernel kernel, int spinCount) : IDisposable
{
    /// <summary>Flips per spin after which the fields are found again: so many roundings bound how far they are off.</summary>
    private const int MostFlipsPerSpin = 4;

    private const float UnitRoundoff = 1f / (1 << 24);

    /// <summary>
    /// In powers of 2, at most: two logarithms of 1.7e-5, the tail's 3.7e-4, the reference's power of 2 and its last rounding.
    /// </summary>
    private const float ThresholdError = 4.5e-4f;

    private readonly int _padded = (spinCount + DenseRows.BlockSize - 1) / DenseRows.BlockSize * DenseRows.BlockSize;
    private readonly AlignedBuffer _memory = AlignedBuffer.Rent(
        (3 * spinCount) + (4 * DenseRows.BlockSize)); // fields, spins by visit, spins by number

    private DenseCouplings? _couplings;
    private long _flips;

    /// <summary>h_i + sum_j J_ij s_j of each visit's spin.</summary>
    public Span<float> Fields => _memory.Span[.._padded];

    /// <summary>The spin of each visit.</summary>
    public Span<float> Spins => _memory.Span.Slice(_padded, _padded);

    /// <summary>The same spins in the order of the graph.</summary>
    public Span<float> BySpin => _memory.Span.Slice(2 * _padded, spinCount);

    /// <summary>The chain's stream.</summary>
    public XoshiroRun Random { get; } = new(kernel);

    /// <summary>Takes a chain from a block laid out [spin, chain].</summary>
    /// <param name="couplings">The model; fields of another one are found again.</param>
    /// <param name="block">The block from this chain on.</param>
    /// <param name="chains">Chains of the block.</param>
    public void Load(DenseCouplings couplings, ReadOnlySpan<float> block, int chains)
    {
        bool isNew = _couplings != couplings;
        int changes = 0;
        for (int i = 0; i < spinCount; i++)
        {
            float spin = block[i * chains];
            if (isNew || BySpin[i] != spin)
            {
                BySpin[i] = spin;
                Spins[couplings.Layout.Visit[i]] = spin;
                changes++;
            }
        }

        if (isNew)
        {
            Spins[spinCount..].Fill(-1);
        }

        if (isNew || changes > 0)
        {
            FindFields(couplings);
        }
    }

    /// <summary>Copies the spins to a block laid out [spin, chain].</summary>
    public void Save(Span<float> block, int chains)
    {
        for (int i = 0; i < spinCount; i++)
        {
            block[i * chains] = BySpin[i];
        }
    }

    /// <summary>Visits every spin once.</summary>
    /// <returns>How many flipped.</returns>
    public int Sweep(GibbsTask task, DenseCouplings couplings, float scale)
    {
        if (_flips > (long)MostFlipsPerSpin * spinCount)
        {
            FindFields(couplings);
        }

        int flips = kernel.Sweep(task, couplings, scale, this);
        _flips += flips;
        return flips;
    }

    /// <summary>
    /// How far beta f of the kept fields and of the reference can be apart, in powers of 2: each sum rounds once for each of its terms,
    /// and the kept ones once more for each flip since they were found, the flips of this sweep included.
    /// </summary>
    public float Tolerance(DenseCouplings couplings, float scale) =>
        (float)(scale * UnitRoundoff * couplings.LargestField * ((3 * couplings.Layout.MostNeighbours) + _flips + 8)) + ThresholdError;

    /// <summary>Whether the reference flips a visit's spin.</summary>
    public bool Flips(GibbsTask task, DenseCouplings couplings, int visit, float scale, uint random)
    {
        float field = couplings.LocalField(task.Plan, visit, BySpin);
        float old = Spins[visit];
        return old != (task.Update == SpinUpdate.Gibbs
            ? GibbsDraw.Spin(field, scale, random)
            : MetropolisDraw.Spin(field, old, scale, random));
    }

    public void Dispose() => _memory.Dispose();

    private void FindFields(DenseCouplings couplings)
    {
        kernel.FindFields(couplings, Spins, Fields);
        (_couplings, _flips) = (couplings, 0);
    }
}
