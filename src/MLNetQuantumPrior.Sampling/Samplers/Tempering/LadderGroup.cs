namespace MLNetQuantumPrior.Sampling;

/// <summary>Ladders that one thread advances: as many as fill a block of four registers, or one that takes several blocks.</summary>
internal sealed class LadderGroup : IDisposable
{
    /// <summary>Streams of swaps, one a ladder, far from those of replicas.</summary>
    private const ulong FirstSwapStream = 1UL << 61;

    /// <summary>
    /// Sweeps over which changes of energy are added up in single precision before the energies are found again: on dense graphs that takes
    /// several times as long as a sweep, and the rounding of 32 sweeps is far below what a swap could notice.
    /// </summary>
    private const int TrackedSweeps = 32;

    private readonly GibbsKernel _kernel;
    private readonly BlockChains[] _blocks;
    private readonly ReplicaExchange[] _ladders;
    private readonly int _blockSize;
    private readonly int _temperatures;
    private readonly double[] _energies; // [ladder, replica]
    private readonly float[] _scales; // [temperature]

    private LadderGroup(int first, int count, int temperatures, int spinCount, ulong seed, GibbsKernel kernel)
    {
        (First, _temperatures, _kernel) = (first, temperatures, kernel);
        _ladders =
        [
            .. Enumerable.Range(first, count)
                .Select(ladder => new ReplicaExchange(temperatures, Xoshiro128.OfChain(seed, FirstSwapStream + (ulong)ladder))),
        ];
        _energies = new double[count * temperatures];
        _scales = new float[temperatures];
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
    public void Randomize(IsingModel model)
    {
        Array.ForEach(_blocks, block => block.Randomize(_kernel));
        FindEnergies(model);
    }

    /// <summary>Copies the group's replicas from a matrix of all replicas of all ladders.</summary>
    public void Load(IsingModel model, ReadOnlySpan<sbyte> matrix)
    {
        foreach (BlockChains block in _blocks)
        {
            block.Load(matrix);
        }

        FindEnergies(model);
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
    /// <param name="stop">Ends the sweeps early.</param>
    /// <param name="cancel">Ends the call between two sweeps.</param>
    public void Advance(
        IsingModel model,
        GibbsWeights weights,
        ReadOnlySpan<double> betas,
        long firstSweep,
        long sweeps,
        StopSignal stop,
        CancellationToken cancel)
    {
        for (int k = 0; k < _scales.Length; k++)
        {
            _scales[k] = GibbsDraw.Scale(betas[k]);
        }

        SetTemperatures();
        for (long sweep = firstSweep; sweep < firstSweep + sweeps; sweep++)
        {
            cancel.ThrowIfCancellationRequested();
            if (stop.Reason != SampleStop.None)
            {
                FindEnergies(model);
                return;
            }

            Sweep(weights.Task);
            if (sweep % TrackedSweeps == 0 || sweep == firstSweep + sweeps - 1)
            {
                FindEnergies(model);
            }

            for (int l = 0; l < _ladders.Length; l++)
            {
                _ladders[l].Swap(betas, _energies.AsSpan(l * _temperatures, _temperatures), (int)(sweep & 1));
            }

            SetTemperatures();
        }
    }

    public void Dispose() => Array.ForEach(_blocks, block => block.Dispose());

    private void Sweep(GibbsTask task)
    {
        for (int b = 0; b < _blocks.Length; b++)
        {
            BlockChains block = _blocks[b];
            block.EnergyChanges.Clear();
            block.Sweep(_kernel, task);
            for (int c = 0; c < block.Block.Count; c++)
            {
                _energies[(b * _blockSize) + c] += block.EnergyChanges[c];
            }
        }
    }

    private void FindEnergies(IsingModel model)
    {
        for (int b = 0; b < _blocks.Length; b++)
        {
            BlockChains block = _blocks[b];
            _kernel.Energies(model, block.Spins, block.Energies);
            block.Energies[..block.Block.Count].CopyTo(_energies.AsSpan(b * _blockSize));
        }
    }

    private void SetTemperatures()
    {
        for (int l = 0; l < _ladders.Length; l++)
        {
            ReadOnlySpan<int> replicaAt = _ladders[l].ReplicaAt;
            for (int k = 0; k < replicaAt.Length; k++)
            {
                int replica = (l * _temperatures) + replicaAt[k];
                _blocks[replica / _blockSize].Scales[replica % _blockSize] = _scales[k];
            }
        }
    }
}
