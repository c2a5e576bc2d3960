namespace MLNetQuantumPrior.Sampling;

/// <summary>The chains of a block as <see cref="FlipKernel"/> sweeps them, and whether that pays.</summary>
/// <remarks>
/// A block of one chain always gains. Lanes cost the same whatever flips; so a block of many is watched now and then, and goes over to
/// flips where few spins do. Spins and random numbers are the same in either way.
/// </remarks>
internal sealed class FlipChains(FlipKernel kernel, ChainBlock block, int spinCount) : IDisposable
{
    /// <summary>Share of flips below which flips are faster than lanes, and above which lanes are again.</summary>
    private const double FewFlips = 0.08;
    private const double ManyFlips = 0.12;

    /// <summary>Sweeps of lanes between two looks at how many spins flip.</summary>
    private const int SweepsOfALook = 8;

    private readonly FlipChain[] _chains = [.. Enumerable.Range(0, block.Count).Select(_ => new FlipChain(kernel, spinCount))];
    private int _sweepsOfLanes;
    private float[]? _before;
    private bool _isCurrent;
    private bool _isNewer;
    private bool _hasStreams;

    /// <summary>Whether the next sweep is by flips.</summary>
    public bool IsOn { get; private set; } = block.Padded == 1;

    /// <summary>Visits every spin of every chain once; what the block holds stays behind until <see cref="Unpack"/>.</summary>
    public void Sweep(GibbsTask task, ReadOnlySpan<float> scales, ReadOnlySpan<float> spins, ReadOnlySpan<uint> streams)
    {
        DenseCouplings couplings = task.Dense!.Value;
        long flips = 0;
        for (int c = 0; c < _chains.Length; c++)
        {
            FlipChain chain = _chains[c];
            if (!_isCurrent)
            {
                chain.Load(couplings, spins[c..], block.Padded);
            }

            if (!_hasStreams)
            {
                chain.Random.Resume(new(
                    streams[c], streams[block.Padded + c], streams[(2 * block.Padded) + c], streams[(3 * block.Padded) + c]));
            }

            flips += chain.Sweep(task, couplings, scales[c]);
        }

        (_isCurrent, _isNewer, _hasStreams) = (true, true, true);
        IsOn = block.Padded == 1 || flips < ManyFlips * spinCount * block.Count;
    }

    /// <summary>Brings the block up to date.</summary>
    public void Unpack(Span<float> spins, Span<uint> streams)
    {
        if (!_isNewer)
        {
            return;
        }

        for (int c = 0; c < _chains.Length; c++)
        {
            _chains[c].Save(spins[c..], block.Padded);
            (streams[c], streams[block.Padded + c], streams[(2 * block.Padded) + c], streams[(3 * block.Padded) + c]) =
                _chains[c].Random.State.Words;
        }

        _isNewer = false;
    }

    /// <summary>Says that the block's spins are about to change.</summary>
    public void Forget() => _isCurrent = false;

    /// <summary>Says that the block's streams are about to change.</summary>
    public void ForgetStreams() => _hasStreams = false;

    /// <summary>Before a sweep of lanes: remembers the spins where it is time to look.</summary>
    public void Look(ReadOnlySpan<float> spins)
    {
        if (_sweepsOfLanes++ % SweepsOfALook == 1)
        {
            _before ??= new float[spins.Length];
            spins.CopyTo(_before);
        }
    }

    /// <summary>After a sweep of lanes: counts the flips if the spins were remembered.</summary>
    public void Count(ReadOnlySpan<float> spins)
    {
        if (_sweepsOfLanes % SweepsOfALook == 2)
        {
            int flips = 0;
            for (int at = 0; at < spins.Length; at++)
            {
                flips += spins[at] != _before![at] ? 1 : 0;
            }

            IsOn = flips < FewFlips * spins.Length;
        }
    }

    public void Dispose() => Array.ForEach(_chains, chain => chain.Dispose());
}
