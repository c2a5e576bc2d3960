using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Working memory of a <see cref="ChainBlock"/>, laid out as <see cref="GibbsKernel"/> wants it.</summary>
internal sealed class BlockChains : IDisposable
{
    private readonly int _spinCount;
    private readonly int _groups;
    private readonly AlignedBuffer _memory;

    /// <param name="block">Which chains.</param>
    /// <param name="spinCount">Spins of a chain.</param>
    /// <param name="seed">Seed of the random streams.</param>
    /// <param name="streams">Number of each chain's stream, for all chains of the call; empty where chain c has stream c.</param>
    public BlockChains(ChainBlock block, int spinCount, ulong seed, ReadOnlySpan<ulong> streams = default)
    {
        (Block, _spinCount) = (block, spinCount);
        _groups = (spinCount + GroupedRows.GroupSize - 1) / GroupedRows.GroupSize;
        _memory = new(checked((Rows + _groups + 4 + 2 + 1) * RowBytes)); // spins, groups, streams, energies, scales
        int chains = block.Padded;
        Spins[(spinCount * chains)..].Fill(1);
        Span<uint> words = Streams;
        for (int c = 0; c < chains; c++)
        {
            (words[c], words[chains + c], words[(2 * chains) + c], words[(3 * chains) + c]) =
                Xoshiro128.OfChain(seed, StreamOf(streams, block, c)).Words;
        }
    }

    /// <summary>Which chains these are.</summary>
    public ChainBlock Block { get; }

    /// <summary>[spin, chain], with rows of +1 up to a multiple of four.</summary>
    public Span<float> Spins => Part<float>(0, Rows);

    /// <summary>[group of four spins, chain]; uninitialised.</summary>
    public Span<uint> Groups => Part<uint>(Rows, _groups);

    /// <summary>[word, chain].</summary>
    public Span<uint> Streams => Part<uint>(Rows + _groups, 4);

    /// <summary>[chain]; uninitialised.</summary>
    public Span<double> Energies => Part<double>(Rows + _groups + 4, 2);

    /// <summary>[chain]: the factor from a local field to the exponent of 2, see <see cref="GibbsDraw.Scale"/>; uninitialised.</summary>
    public Span<float> Scales => Part<float>(Rows + _groups + 4 + 2, 1);

    private int Rows => GroupedRows.GroupSize * _groups;

    private int RowBytes => sizeof(uint) * Block.Padded;

    private Span<float> OwnSpins => Spins[..(_spinCount * Block.Padded)];

    /// <summary>Draws every spin, -1 or +1 with equal probability.</summary>
    public void Randomize(GibbsKernel kernel) => kernel.Randomize(OwnSpins, Streams);

    /// <summary>Gives every chain the same temperature.</summary>
    public void SetBeta(double beta) => Scales.Fill(GibbsDraw.Scale(beta));

    /// <summary>Visits every spin of every chain once.</summary>
    public void Sweep(GibbsKernel kernel, GibbsTask task) => kernel.Sweep(task, Scales, Spins, Streams, Groups);

    /// <summary>Copies the block's chains from a matrix of all chains; padding chains start at +1.</summary>
    public void Load(ReadOnlySpan<sbyte> matrix) =>
        SpinTransposition.ToBlock(matrix[(Block.First * _spinCount)..], Block.Count, OwnSpins, Block.Padded);

    /// <summary>Copies the block's chains to a matrix of all chains, and their energies.</summary>
    public void Save(Span<sbyte> matrix, Span<double> energies)
    {
        Save(matrix);
        Energies[..Block.Count].CopyTo(energies[Block.First..]);
    }

    /// <summary>Copies the block's chains to a matrix of all chains.</summary>
    public void Save(Span<sbyte> matrix) =>
        SpinTransposition.ToMatrix(OwnSpins, Block.Padded, matrix[(Block.First * _spinCount)..], Block.Count);

    /// <summary>Copies one chain.</summary>
    public void SaveChain(int chain, Span<sbyte> spins)
    {
        Span<float> from = Spins;
        int stride = Block.Padded;
        for (int i = 0; i < spins.Length; i++)
        {
            spins[i] = (sbyte)from[(i * stride) + chain];
        }
    }

    /// <summary>Copies the spins of one chain to a chain of this or another block.</summary>
    public void CopyChain(int chain, BlockChains target, int targetChain)
    {
        Span<float> from = Spins;
        Span<float> to = target.Spins;
        (int stride, int targetStride) = (Block.Padded, target.Block.Padded);
        for (int i = 0; i < _spinCount; i++)
        {
            to[(i * targetStride) + targetChain] = from[(i * stride) + chain];
        }
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>Padding chains may have any stream: here the last one's.</summary>
    private static ulong StreamOf(ReadOnlySpan<ulong> streams, ChainBlock block, int c) =>
        streams.IsEmpty ? (ulong)(block.First + c) : streams[block.First + Math.Min(c, block.Count - 1)];

    private Span<T> Part<T>(int firstRow, int rows)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_memory.Bytes.Slice(firstRow * RowBytes, rows * RowBytes));
}
