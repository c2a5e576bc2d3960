namespace MLNetQuantumPrior.Sampling;

/// <summary>Ladders that one thread advances: as many as fill a block of four registers, or one that takes several blocks.</summary>
internal sealed class LadderGroup : IDisposable
{
    /// <summary>Streams of swaps, one a ladder, far from those of replicas.</summary>
    private const ulong FirstSwapStream = 1UL << 61;

    private readonly GibbsKernel _kernel;
    private readonly BlockChains[] _blocks;
    private readonly ReplicaExchange[] _ladders;
    private readonly int _blockSize;
    private readonly int _temperatures;
    private readonly double[] _energies; // [ladder, replica]

    private LadderGroup(int first, int count, int temperatures, int spinCount, ulong seed, GibbsKernel kernel)
    {
        (First, _temperatures, _kernel) = (first, temperatures, kernel);
        _ladders =
        [
            .. Enumerable.Range(first, count)
                .Select(ladder => new ReplicaExchange(temperatures, Xoshiro128.OfChain(seed, FirstSwapStream + (ulong)ladder))),
        ];
        _energies = new double[count * temperatures];
        ChainBlock[] blocks = ChainBlock.Split(_energies.Length, kernel.Lanes);
        _blockSize = blocks[0].Padded; // only the last block may be smaller
        _blocks = Array.ConvertAll(
            blocks, block => new BlockChains(block with { First = (first * temperatures) + block.First }, spinCount, seed));
        Array.ForEach(_blocks, block => block.SetBeta(0)); // of padding chains too
    }

    /// <summary>Number of the first ladder.</summary>
    public int First { get; }

    /// <summary>The ladders, the first of them number <see cref="First"/>.</summary>
    public ReadOnlySpan<ReplicaExchange> Ladders => _ladders;

    /// <summary>Shares ladders out to groups. Replica k of ladder l has the random stream l * temperatures + k.</summary>
    public static LadderGroup[] Split(int ladders, int temperatures, int spinCount, ulong seed, GibbsKernel kernel)
    {
        int size = Math.Max(1, 4 * kernel.Lanes / temperatures);
        return
        [
            .. Enumerable.Range(0, (ladders + size - 1) / size).Select(group =>
                new LadderGroup(group * size, Math.Min(size, ladders - (group * size)), temperatures, spinCount, seed, kernel)),
        ];
    }

    /// <summary>Draws every spin, -1 or +1 with equal probability.</summary>
    public void Randomize() => Array.ForEach(_blocks, block => block.Randomize(_kernel));

    /// <summary>Copies the group's replicas from a matrix of all replicas of all ladders.</summary>
    public void Load(ReadOnlySpan<sbyte> matrix)
    {
        foreach (BlockChains block in _blocks)
        {
            block.Load(matrix);
        }
    }

    /// <summary>Copies the group's replicas to a matrix of all replicas of all ladders.</summary>
    public void Save(Span<sbyte> matrix)
    {
        foreach (BlockChains block in _blocks)
        {
            block.Save(matrix);
        }
    }

    /// <summary>Copies the state at the coldest temperature of a ladder.</summary>
    /// <param name="ladder">Number of the ladder within the group.</param>
    /// <param name="spins">Where to.</param>
    /// <returns>Its energy.</returns>
    public double SaveColdest(int ladder, Span<sbyte> spins)
    {
        int replica = (ladder * _temperatures) + _ladders[ladder].ReplicaAt[^1];
        _blocks[replica / _blockSize].SaveChain(replica % _blockSize, spins);
        return _energies[replica];
    }

    /// <summary>Sweeps, each followed by swaps.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its couplings.</param>
    /// <param name="betas">The inverse temperatures of every ladder.</param>
    /// <param name="firstSweep">Number of the first sweep: even ones are followed by swaps of the pairs 0-1, 2-3, ..</param>
    /// <param name="sweeps">How many.</param>
    /// <param name="cancel">Ends the call between two sweeps.</param>
    public void Advance(
        IsingModel model, GibbsWeights weights, ReadOnlySpan<double> betas, long firstSweep, long sweeps, CancellationToken cancel)
    {
        SetTemperatures(betas);
        for (long sweep = firstSweep; sweep < firstSweep + sweeps; sweep++)
        {
            cancel.ThrowIfCancellationRequested();
            for (int b = 0; b < _blocks.Length; b++)
            {
                BlockChains block = _blocks[b];
                block.Sweep(_kernel, weights.Task);
                _kernel.Energies(model, block.Spins, block.Energies);
                block.Energies[..block.Block.Count].CopyTo(_energies.AsSpan(b * _blockSize));
            }

            for (int l = 0; l < _ladders.Length; l++)
            {
                _ladders[l].Swap(betas, _energies.AsSpan(l * _temperatures, _temperatures), (int)(sweep & 1));
            }

            SetTemperatures(betas);
        }
    }

    public void Dispose() => Array.ForEach(_blocks, block => block.Dispose());

    private void SetTemperatures(ReadOnlySpan<double> betas)
    {
        for (int k = 0; k < betas.Length; k++)
        {
            float scale = GibbsDraw.Scale(betas[k]);
            for (int l = 0; l < _ladders.Length; l++)
            {
                int replica = (l * _temperatures) + _ladders[l].ReplicaAt[k];
                _blocks[replica / _blockSize].Scales[replica % _blockSize] = scale;
            }
        }
    }
}
