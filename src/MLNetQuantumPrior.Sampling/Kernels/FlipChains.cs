using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The chains of a block as <see cref="FlipKernel"/> sweeps them, and whether that pays.</summary>
/// <remarks>
/// A block of one chain always gains. Lanes cost the same whatever flips; so a block of many is watched now and then, and goes over to
/// flips where few spins do. Spins and random numbers are the same in either way.
/// </remarks>
internal sealed class FlipChains(FlipKernel kernel, ChainBlock block, SweepPlan plan) : IDisposable
{
    /// <summary>Sweeps of lanes between two looks at how many spins flip.</summary>
    private const int SweepsOfALook = 8;

    /// <summary>Share of flips above which a block goes back to lanes, times that below which it left them.</summary>
    private const double Hysteresis = 1.5;

    /// <summary>1 MiB: half of a usual second-level cache.</summary>
    private const int MostFloatsNear = 1 << 18;

    private readonly int _spinCount = plan.Order.Length;

    /// <summary>Share of flips below which flips are faster than lanes.</summary>
    private readonly double _fewFlips = FewFlips(
        kernel.Lanes, (double)plan.GroupEdge.Length / plan.Order.Length, plan.GroupEdge.Length <= MostFloatsNear);

    private FlipChain[] _chains = [];
    private int _sweepsOfLanes;
    private float[]? _before;
    private bool _looks;
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
            _chains = [.. Enumerable.Range(0, block.Count).Select(_ => new FlipChain(kernel, _spinCount))];
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
        IsOn = block.Padded == 1 || flips < Hysteresis * _fewFlips * _spinCount * block.Count;
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
        int sweep = _sweepsOfLanes++ % SweepsOfALook;
        _looks = _fewFlips > 0 && (sweep == SweepsOfALook - 1 || _sweepsOfLanes is 2 or 4);
        if (_looks)
        {
            _before ??= new float[spins.Length];
            spins.CopyTo(_before);
        }
    }

    /// <summary>After a sweep of lanes: counts the flips if the spins were remembered.</summary>
    public void Count(ReadOnlySpan<float> spins)
    {
        if (_looks)
        {
            IsOn = Differences(spins, _before) < _fewFlips * spins.Length;
        }
    }

    public void Dispose() => Array.ForEach(_chains, chain => chain.Dispose());

    /// <summary>
    /// Lanes visit a spin in a time that grows with its neighbours, and so does the share of flips at which both are equally fast. Measured
    /// on complete graphs and RBMs of 64 to 800 neighbours: 1.4 and 3 % at 256 and 500 neighbours for 16 lanes; 2, 6 and 14 % at 96, 256
    /// and 500 for 8; 14 % at 64 for 4. These are divided by the hysteresis. Where rows of couplings do not fit near the core, 16 lanes
    /// were measured to be faster at 1.5 % in calls of 25 to 39 sweeps.
    /// </summary>
    private static double FewFlips(int lanes, double neighbours, bool rowsAreNear) => lanes switch
    {
        16 when neighbours < 256 => 0,
        16 => rowsAreNear ? Math.Min(neighbours, 500) / 24_000 : 0.005,
        8 => neighbours < 96 ? 0 : Math.Min(neighbours, 500) / 6_000,
        _ => Math.Min(neighbours, 100) / 750,
    };

    private static int Differences(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        ReadOnlySpan<Vector<float>> one = MemoryMarshal.Cast<float, Vector<float>>(first);
        ReadOnlySpan<Vector<float>> other = MemoryMarshal.Cast<float, Vector<float>>(second);
        Vector<int> same = Vector<int>.Zero;
        for (int at = 0; at < one.Length; at++)
        {
            same -= Vector.Equals(one[at], other[at]);
        }

        int differences = (one.Length * Vector<float>.Count) - Vector.Sum(same);
        for (int at = one.Length * Vector<float>.Count; at < first.Length; at++)
        {
            differences += first[at] != second[at] ? 1 : 0;
        }

        return differences;
    }
}
