using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Working memory of a <see cref="ChainBlock"/>: spins [spin, chain], random streams [word, chain], energies [chain]. It is aligned to 64
/// bytes, because a 512-bit load across two cache lines costs two.
/// </summary>
internal readonly unsafe ref struct BlockChains : IDisposable
{
    private const int Alignment = 64;
    private const int TileSpins = 64; // 64 spins x 64 chains x 4 bytes = 16 KiB, half of a first-level cache

    private readonly ChainBlock _block;
    private readonly void* _memory;

    public BlockChains(ChainBlock block, int spinCount, ulong seed)
    {
        _block = block;
        nuint spins = (nuint)spinCount * (nuint)block.Padded;
        nuint streams = 4 * (nuint)block.Padded;
        nuint bytes = (spins * sizeof(float)) + (streams * sizeof(uint)) + ((nuint)block.Padded * sizeof(double));
        _memory = NativeMemory.AlignedAlloc(bytes, Alignment);

        // Energies come first and streams second, so that each part starts on a multiple of its own row.
        Energies = new(_memory, block.Padded);
        Streams = new(Energies.Length + (double*)_memory, (int)streams);
        Spins = new(Streams.Length + (uint*)(Energies.Length + (double*)_memory), checked((int)spins));
        for (int c = 0; c < block.Padded; c++)
        {
            (Streams[c], Streams[block.Padded + c], Streams[(2 * block.Padded) + c], Streams[(3 * block.Padded) + c]) =
                Xoshiro128.OfChain(seed, block.First + c).Words;
        }
    }

    public Span<double> Energies { get; }

    public Span<uint> Streams { get; }

    public Span<float> Spins { get; }

    /// <summary>Copies the block's chains from a matrix of all chains; padding chains start at +1.</summary>
    public void Load(ReadOnlySpan<sbyte> matrix)
    {
        int n = Spins.Length / _block.Padded;
        if (_block.Count < _block.Padded)
        {
            Spins.Fill(1);
        }

        for (int tile = 0; tile < n; tile += TileSpins)
        {
            int end = Math.Min(tile + TileSpins, n);
            for (int c = 0; c < _block.Count; c++)
            {
                ReadOnlySpan<sbyte> chain = matrix.Slice((_block.First + c) * n, n);
                for (int i = tile; i < end; i++)
                {
                    Spins[(i * _block.Padded) + c] = chain[i];
                }
            }
        }
    }

    /// <summary>Copies the block's chains to a matrix of all chains, and their energies.</summary>
    public void Save(Span<sbyte> matrix, Span<double> energies)
    {
        int n = Spins.Length / _block.Padded;
        for (int tile = 0; tile < n; tile += TileSpins)
        {
            int end = Math.Min(tile + TileSpins, n);
            for (int c = 0; c < _block.Count; c++)
            {
                Span<sbyte> chain = matrix.Slice((_block.First + c) * n, n);
                for (int i = tile; i < end; i++)
                {
                    chain[i] = (sbyte)Spins[(i * _block.Padded) + c];
                }
            }
        }

        Energies[.._block.Count].CopyTo(energies[_block.First..]);
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
