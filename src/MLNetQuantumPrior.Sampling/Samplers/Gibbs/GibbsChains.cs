namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Chains of a <see cref="BlockGibbsSampler"/>, with the same answers. All memory is made once and used again in each call.
/// </summary>
internal sealed class GibbsChains : IPersistentChains
{
    private readonly GibbsKernel _kernel;
    private readonly int _sweeps;
    private readonly int _threads;
    private readonly sbyte[] _spins;
    private readonly BlockChains[] _blocks;
    private readonly long _registerSweeps;
    private GibbsWeights? _weights;
    private bool _blocksAreCurrent;

    public GibbsChains(SpinGraph graph, int chains, GibbsKernel kernel, int sweeps, int threads)
    {
        (Count, _sweeps, _threads) = (chains, sweeps, threads);
        _spins = new sbyte[chains * graph.SpinCount];
        _kernel = kernel.ForChains(graph.SweepPlan, chains);
        ChainBlock[] blocks = ChainBlock.Split(chains, _kernel, graph.SweepPlan, threads);
        _blocks = Array.ConvertAll(blocks, block => new BlockChains(block, graph.SpinCount, seed: 0));
        _registerSweeps = ChainBlock.Registers(blocks, _kernel) * sweeps;
    }

    public int Count { get; }

    public ReadOnlySpan<sbyte> Spins => _spins;

    public void Place(int first, ReadOnlySpan<sbyte> spins)
    {
        spins.CopyTo(_spins.AsSpan(first * (_spins.Length / Count)));
        _blocksAreCurrent = false;
    }

    public void Move(IsingModel model, ulong seed, CancellationToken cancel)
    {
        if (_weights is null)
        {
            _weights = new(model, _kernel, _registerSweeps);
        }
        else
        {
            _weights.Take(model);
        }

        WorkerPool.Shared.Run(new MoveBlock(this, seed, cancel), _blocks.Length, _threads);
        _blocksAreCurrent = true;
        cancel.ThrowIfCancellationRequested();
    }

    private void Move(BlockChains chains, ulong seed, CancellationToken cancel)
    {
        GibbsTask task = _weights!.Task;
        chains.Seed(seed);
        chains.SetBeta(1);
        if (!_blocksAreCurrent)
        {
            chains.Load(_spins);
        }

        for (int sweep = 0; sweep < _sweeps && !cancel.IsCancellationRequested; sweep++)
        {
            chains.Sweep(_kernel, task);
        }

        chains.Save(_spins);
    }

    /// <summary>A part is a block of chains.</summary>
    private readonly struct MoveBlock(GibbsChains all, ulong seed, CancellationToken cancel) : IPoolJob
    {
        public void Execute(int part) => all.Move(all._blocks[part], seed, cancel);
    }
}
