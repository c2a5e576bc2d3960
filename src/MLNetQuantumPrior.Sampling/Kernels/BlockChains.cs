using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Working memory of a <see cref="ChainBlock"/>, laid out as <see cref="GibbsKernel"/> wants it.</summary>
internal sealed class BlockChains : IDisposable
{
    private readonly int _spinCount;
    private readonly AlignedBuffer _memory;
    private AlignedBuffer? _groups;
    private bool _groupsAreCurrent;
    private SignChains? _signs;
    private FlipChains? _flips;

    /// <param name="block">Which chains.</param>
    /// <param name="spinCount">Spins of a chain.</param>
    /// <param name="seed">Seed of the random streams.</param>
    /// <param name="streams">Number of each chain's stream, for all chains of the call; empty where chain c has stream c.</param>
    public BlockChains(ChainBlock block, int spinCount, ulong seed, ReadOnlySpan<ulong> streams = default)
    {
        (Block, _spinCount) = (block, spinCount);
        _memory = AlignedBuffer.Rent(checked((spinCount + 4 + 2 + 1 + 1) * block.Padded)); // spins, streams, energies, scales, changes
        Seed(seed, streams);
    }

    /// <summary>Which chains these are.</summary>
    public ChainBlock Block { get; }

    /// <summary>[spin, chain].</summary>
    public ReadOnlySpan<float> Spins
    {
        get
        {
            Unpack();
            return Part<float>(0, _spinCount);
        }
    }

    /// <summary>[word, chain].</summary>
    public ReadOnlySpan<uint> Streams
    {
        get
        {
            Unpack();
            return Part<uint>(_spinCount, 4);
        }
    }

    /// <summary>[chain]; uninitialised.</summary>
    public Span<double> Energies => Part<double>(_spinCount + 4, 2);

    /// <summary>[chain]: the factor from a local field to the exponent of 2, see <see cref="GibbsDraw.Scale"/>; uninitialised.</summary>
    public Span<float> Scales => Part<float>(_spinCount + 4 + 2, 1);

    /// <summary>[chain]: what sweeps add up as the change of energy; uninitialised.</summary>
    public Span<float> EnergyChanges => Part<float>(_spinCount + 4 + 2 + 1, 1);

    /// <summary>Starts the random streams again.</summary>
    /// <param name="seed">Their seed.</param>
    /// <param name="streams">As given to the constructor.</param>
    public void Seed(ulong seed, ReadOnlySpan<ulong> streams = default)
    {
        int chains = Block.Padded;
        Span<uint> words = ChangingStreams();
        for (int c = 0; c < chains; c++)
        {
            (words[c], words[chains + c], words[(2 * chains) + c], words[(3 * chains) + c]) =
                Xoshiro128.OfChain(seed, StreamOf(streams, Block, c)).Words;
        }
    }

    /// <summary>Goes on with the random streams of other chains.</summary>
    public void TakeStreams(BlockChains other) => other.Streams.CopyTo(ChangingStreams());

    /// <summary>Draws every spin, -1 or +1 with equal probability.</summary>
    public void Randomize(GibbsKernel kernel) => kernel.Randomize(Changing(), ChangingStreams());

    /// <summary>Draws every spin, or copies the block's chains from a matrix of all chains.</summary>
    public void Start(GibbsKernel kernel, bool isRandom, ReadOnlySpan<sbyte> matrix)
    {
        if (isRandom)
        {
            Randomize(kernel);
        }
        else
        {
            Load(matrix);
        }
    }

    /// <summary>Gives every chain the same temperature.</summary>
    public void SetBeta(double beta) => Scales.Fill(GibbsDraw.Scale(beta));

    /// <summary>Visits every spin of every chain once.</summary>
    public void Sweep(GibbsKernel kernel, GibbsTask task)
    {
        if (task.Signs is { } rows && Block.Padded == SignKernel.Chains && !Scales.ContainsAnyExcept(Scales[0]))
        {
            _signs ??= new(_spinCount);
            Span<uint> streams = ChangingStreams();
            _flips?.Forget();
            _signs.Sweep(rows, Scales[0], Part<float>(0, _spinCount), streams, task.Plan.Order);
            _groupsAreCurrent = false;
            return;
        }

        _flips ??= task.Dense is null ? null : new(kernel.Flips!, Block, task.Plan);
        if (task.Dense is not null && _flips!.IsOn)
        {
            _signs?.Unpack(Part<float>(0, _spinCount));
            _signs?.Forget();
            _flips.Sweep(task, Scales, Part<float>(0, _spinCount), Part<uint>(_spinCount, 4));
            _groupsAreCurrent = false;
            return;
        }

        SweepLanes(kernel, task);
    }

    /// <summary>Copies the block's chains from a matrix of all chains; padding chains start at +1.</summary>
    public void Load(ReadOnlySpan<sbyte> matrix) =>
        SpinTransposition.ToBlock(matrix[(Block.First * _spinCount)..], Block.Count, Changing(), Block.Padded);

    /// <summary>Copies every spin, laid out [spin, chain].</summary>
    public void Load(ReadOnlySpan<float> spins) => spins.CopyTo(Changing());

    /// <summary>Copies the block's chains to a matrix of all chains, and their energies.</summary>
    public void Save(Span<sbyte> matrix, Span<double> energies)
    {
        Save(matrix);
        Energies[..Block.Count].CopyTo(energies[Block.First..]);
    }

    /// <summary>Copies the block's chains to a matrix of all chains.</summary>
    public void Save(Span<sbyte> matrix) =>
        SpinTransposition.ToMatrix(Spins, Block.Padded, matrix[(Block.First * _spinCount)..], Block.Count);

    /// <summary>Copies one chain.</summary>
    public void SaveChain(int chain, Span<sbyte> spins)
    {
        ReadOnlySpan<float> from = Spins;
        for (int i = 0; i < spins.Length; i++)
        {
            spins[i] = (sbyte)from[(i * Block.Padded) + chain];
        }
    }

    /// <summary>Copies the spins of one chain to a chain of this or another block.</summary>
    public void CopyChain(int chain, BlockChains target, int targetChain)
    {
        ReadOnlySpan<float> from = Spins;
        Span<float> to = target.Changing();
        (int stride, int targetStride) = (Block.Padded, target.Block.Padded);
        for (int i = 0; i < _spinCount; i++)
        {
            to[(i * targetStride) + targetChain] = from[(i * stride) + chain];
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _groups?.Dispose();
        _signs?.Dispose();
        _flips?.Dispose();
    }

    /// <summary>Padding chains may have any stream: here the last one's.</summary>
    private static ulong StreamOf(ReadOnlySpan<ulong> streams, ChainBlock block, int c) =>
        streams.IsEmpty ? (ulong)(block.First + c) : streams[block.First + Math.Min(c, block.Count - 1)];

    private void SweepLanes(GibbsKernel kernel, GibbsTask task)
    {
        _groups ??= AlignedBuffer.Rent(checked(kernel.GroupRows(task.Plan.Groups) * Block.Padded));
        Span<uint> groups = MemoryMarshal.Cast<float, uint>(_groups.Span);
        ReadOnlySpan<float> spins = Spins;
        if (!_groupsAreCurrent)
        {
            kernel.PackGroups(task.Plan.Groups, spins, groups, Block.Padded);
            _groupsAreCurrent = true;
        }

        Span<uint> streams = ChangingStreams();
        _signs?.Forget();
        _flips?.Forget();
        _flips?.Look(spins);
        kernel.Sweep(task, Scales, Part<float>(0, _spinCount), streams, groups, EnergyChanges);
        _flips?.Count(spins);
    }

    /// <summary>The spins, to be written other than by a sweep.</summary>
    private Span<float> Changing()
    {
        Unpack();
        _signs?.Forget();
        _flips?.Forget();
        _groupsAreCurrent = false;
        return Part<float>(0, _spinCount);
    }

    /// <summary>The streams, to be written other than by flips.</summary>
    private Span<uint> ChangingStreams()
    {
        Unpack();
        _flips?.ForgetStreams();
        return Part<uint>(_spinCount, 4);
    }

    private void Unpack()
    {
        _signs?.Unpack(Part<float>(0, _spinCount));
        _flips?.Unpack(Part<float>(0, _spinCount), Part<uint>(_spinCount, 4));
    }

    private Span<T> Part<T>(int firstRow, int rows)
        where T : unmanaged => MemoryMarshal.Cast<float, T>(_memory.Span.Slice(firstRow * Block.Padded, rows * Block.Padded));
}
