using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Working memory of a <see cref="ChainBlock"/>, laid out as <see cref="GibbsKernel"/> wants it.</summary>
internal readonly ref struct BlockChains : IDisposable
{
    private readonly ChainBlock _block;
    private readonly int _spinCount;
    private readonly AlignedBuffer _memory;

    public BlockChains(ChainBlock block, int spinCount, ulong seed)
    {
        (_block, _spinCount) = (block, spinCount);
        int chains = block.Padded;
        int groups = (spinCount + GroupedRows.GroupSize - 1) / GroupedRows.GroupSize;
        int rows = GroupedRows.GroupSize * groups;
        int words = sizeof(uint) * chains;
        _memory = new(checked((rows + groups + 4 + 2) * words)); // spins, groups, streams, energies
        Spins = MemoryMarshal.Cast<byte, float>(_memory.Bytes[..(rows * words)]);
        Groups = MemoryMarshal.Cast<byte, uint>(_memory.Bytes.Slice(rows * words, groups * words));
        Streams = MemoryMarshal.Cast<byte, uint>(_memory.Bytes.Slice((rows + groups) * words, 4 * words));
        Energies = MemoryMarshal.Cast<byte, double>(_memory.Bytes.Slice((rows + groups + 4) * words, 2 * words));
        Spins[(spinCount * chains)..].Fill(1);
        for (int c = 0; c < chains; c++)
        {
            (Streams[c], Streams[chains + c], Streams[(2 * chains) + c], Streams[(3 * chains) + c]) =
                Xoshiro128.OfChain(seed, block.First + c).Words;
        }
    }

    /// <summary>[spin, chain], with rows of +1 up to a multiple of four.</summary>
    public Span<float> Spins { get; }

    /// <summary>[group of four spins, chain]; uninitialised.</summary>
    public Span<uint> Groups { get; }

    /// <summary>[word, chain].</summary>
    public Span<uint> Streams { get; }

    /// <summary>[chain]; uninitialised.</summary>
    public Span<double> Energies { get; }

    /// <summary>Draws every spin, -1 or +1 with equal probability.</summary>
    public void Randomize(GibbsKernel kernel) => kernel.Randomize(Spins[..(_spinCount * _block.Padded)], Streams);

    /// <summary>Copies the block's chains from a matrix of all chains; padding chains start at +1.</summary>
    public void Load(ReadOnlySpan<sbyte> matrix) =>
        SpinTransposition.ToBlock(matrix[(_block.First * _spinCount)..], _block.Count, Spins[..(_spinCount * _block.Padded)], _block.Padded);

    /// <summary>Copies the block's chains to a matrix of all chains, and their energies.</summary>
    public void Save(Span<sbyte> matrix, Span<double> energies)
    {
        SpinTransposition.ToMatrix(
            Spins[..(_spinCount * _block.Padded)], _block.Padded, matrix[(_block.First * _spinCount)..], _block.Count);
        Energies[.._block.Count].CopyTo(energies[_block.First..]);
    }

    public void Dispose() => _memory.Dispose();
}
