namespace MLNetQuantumPrior.Sampling;

/// <summary>The chains of a block as <see cref="FlipKernel"/> sweeps them, and whether that pays.</summary>
/// <remarks>
/// A block of one chain always gains. Lanes cost the same whatever flips; so a block of many is watched now and then, and goes over to
/// flips where few spins do. Spins and random numbers are the same in either way.
/// </remarks>
internal sealed class FlipChains(FlipKernel kernel, ChainBlock block, int spinCount) : IDisposable
{
    /// <summary>Sweeps of lanes between two looks at how many spins flip.</summary>
    private const int SweepsOfALook = 8;

    /// <summary>Share of flips above which a block goes back to lanes, times that below which it left them.</summary>
    private const double Hysteresis = 1.5;

    /// <summary>
    /// Share of flips below which flips are faster than lanes, as measured with AVX-512 and AVX2. Where lanes look up the sums of four
    /// neighbours, that is few hundred spins later.
    /// </summary>
    private readonly double _fewFlips = (kernel.IsBesideTables, spinCount) switch
    {
        (true, >= 400) => 0.005,
        (false, >= 128) => 0.02,
        _ => 0,
    };

    private FlipChain[] _chains = [];
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
        if (_chains.Length == 0)
        {
            _chains = [.. Enumerable.Range(0, block.Count).Select(_ => new FlipChain(kernel, spinCount))];
        }

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
        IsOn = block.Padded == 1 || flips < Hysteresis * _fewFlips * spinCount * block.Count;
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
        if (_fewFlips > 0 && _sweepsOfLanes++ % SweepsOfALook == 1)
        {
            _before ??= new float[spins.Length];
            spins.CopyTo(_before);
        }
    }

    /// <summary>After a sweep of lanes: counts the flips if the spins were remembered.</summary>
    public void Count(ReadOnlySpan<float> spins)
    {
        if (_fewFlips > 0 && _sweepsOfLanes % SweepsOfALook == 2)
        {
            int flips = 0;
            for (int at = 0; at < spins.Length; at++)
            {
                flips += spins[at] != _before![at] ? 1 : 0;
            }

            IsOn = flips < _fewFlips * spins.Length;
        }
    }

    public void Dispose() => Array.ForEach(_chains, chain => chain.Dispose());
}
