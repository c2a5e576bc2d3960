namespace MLNetQuantumPrior.Sampling;

/// <summary>The spins and energies of all replicas, in blocks that advance in lock-step.</summary>
internal sealed class ReplicaPopulation : IDisposable
{
    private readonly IsingModel _model;
    private readonly GibbsKernel _kernel;
    private readonly int _threads;
    private readonly int _blockSize;
    private readonly BlockChains[] _blocks;
    private readonly GibbsWeights _weights;
    private readonly double[] _energies;

    /// <summary>Draws every spin of every replica, -1 or +1 with equal probability.</summary>
    public ReplicaPopulation(IsingModel model, int count, ulong seed, int sweepsOfAStep, GibbsKernel kernel, int threads)
    {
        (_model, _kernel, _threads) = (model, kernel, threads);
        ChainBlock[] blocks = ChainBlock.Split(count, kernel.Lanes);
        _blocks = Array.ConvertAll(blocks, block => new BlockChains(block, model.SpinCount, seed));
        _weights = new(model, kernel, ChainBlock.Registers(blocks, kernel) * (1L + sweepsOfAStep), sweeps: int.MaxValue); // many steps
        _blockSize = blocks[0].Padded; // only the last block may be smaller
        _energies = new double[count];
        Cores.ForEach(_blocks, threads, CancellationToken.None, block =>
        {
            block.Randomize(kernel);
            FindEnergies(block);
        });
    }

    /// <summary>E of each replica.</summary>
    public ReadOnlySpan<double> Energies => _energies;

    /// <summary>Replaces spins; energies stay as they were until the next sweep.</summary>
    public void Copy(IReadOnlyList<ReplicaCopy> copies)
    {
        foreach ((int from, int to) in copies)
        {
            BlockOf(from).CopyChain(Column(from), BlockOf(to), Column(to));
        }
    }

    /// <summary>Makes Gibbs sweeps over every replica and finds its energy.</summary>
    public void Sweep(double beta, int sweeps, CancellationToken cancel) =>
        Cores.ForEach(_blocks, _threads, cancel, block =>
        {
            GibbsTask task = _weights.Task;
            block.SetBeta(beta);
            for (int sweep = 0; sweep < sweeps; sweep++)
            {
                cancel.ThrowIfCancellationRequested();
                block.Sweep(_kernel, task);
            }

            FindEnergies(block);
        });

    /// <summary>Copies the spins of one replica.</summary>
    public void Save(int replica, Span<sbyte> spins) => BlockOf(replica).SaveChain(Column(replica), spins);

    public void Dispose()
    {
        _weights.Dispose();
        Array.ForEach(_blocks, block => block.Dispose());
    }

    private void FindEnergies(BlockChains block)
    {
        _kernel.Energies(_model, block.Spins, block.Energies);
        block.Energies[..block.Block.Count].CopyTo(_energies.AsSpan(block.Block.First));
    }

    private BlockChains BlockOf(int replica) => _blocks[replica / _blockSize];

    private int Column(int replica) => replica % _blockSize;
}
