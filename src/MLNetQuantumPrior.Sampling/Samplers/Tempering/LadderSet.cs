namespace MLNetQuantumPrior.Sampling;

/// <summary>All ladders of a call, which share their temperatures.</summary>
internal sealed class LadderSet : IDisposable
{
    private readonly IsingModel _model;
    private readonly int _threads;
    private readonly GibbsWeights _weights;
    private readonly LadderGroup[] _groups;
    private readonly ReplicaExchange[] _ladders;
    private double[] _betas;
    private long _sweeps;

    public LadderSet(IsingModel model, ulong seed, int ladders, int temperatures, GibbsKernel kernel, int threads)
    {
        (_model, _threads) = (model, threads);
        _weights = new(model, kernel, registerSweeps: long.MaxValue, tracksEnergy: true);
        _groups = LadderGroup.Split(ladders, temperatures, model.SpinCount, seed, kernel);
        _ladders = [.. _groups.SelectMany(group => group.Ladders.ToArray())];
        _betas = new double[temperatures];
    }

    /// <summary>Draws all spins.</summary>
    public void Start(double target)
    {
        _betas = TemperatureLadder.Initial(_model, _betas.Length, target);
        Array.ForEach(_groups, group => group.Randomize(_model));
    }

    /// <summary>Goes on from a state; its temperatures are stretched where the target is another.</summary>
    public void Continue(LadderState state, double target)
    {
        _sweeps = state.Parity;
        _betas = state.Betas[^1] > 0
            ? [.. state.Betas.Select(beta => beta == state.Betas[^1] ? target : beta / state.Betas[^1] * target)]
            : TemperatureLadder.Initial(_model, _betas.Length, target);
        for (int l = 0; l < _ladders.Length; l++)
        {
            _ladders[l].Restore(state.ReplicaAt.AsSpan(l * _betas.Length, _betas.Length));
        }

        Array.ForEach(_groups, group => group.Load(_model, state.Spins));
    }

    /// <summary>Sweeps, each followed by swaps.</summary>
    public void Advance(int sweeps, StopSignal stop, CancellationToken cancel)
    {
        Cores.ForEach(_groups, _threads, cancel, group => group.Advance(_model, _weights, _betas, _sweeps, sweeps, stop, cancel));
        _sweeps += sweeps;
    }

    /// <summary>Evens out the swap rates, and forgets what was observed.</summary>
    public void Respace()
    {
        _betas = TemperatureLadder.Respaced(_betas, LadderStatistics.Rejections(_ladders));
        Array.ForEach(_ladders, ladder => ladder.Reset());
    }

    /// <summary>Reads the ladders in turn, each after so many sweeps.</summary>
    /// <param name="sweeps">Sweeps before each read.</param>
    /// <param name="spins">Where to, [read, spin].</param>
    /// <param name="energies">Their energies.</param>
    /// <param name="stop">Ends the call after the present round, the first at the earliest.</param>
    /// <param name="cancel">Ends the call between two sweeps.</param>
    /// <returns>Which reads are there.</returns>
    public bool[] Read(int sweeps, sbyte[] spins, double[] energies, StopSignal stop, CancellationToken cancel)
    {
        bool[] isDone = new bool[energies.Length];
        int done = 0;
        int rounds = (energies.Length + _ladders.Length - 1) / _ladders.Length;
        int n = _model.SpinCount;
        Cores.ForEach(_groups, _threads, cancel, group =>
        {
            for (int round = 0; round < rounds && (round == 0 || stop.Reason == SampleStop.None); round++)
            {
                group.Advance(_model, _weights, _betas, _sweeps + ((long)round * sweeps), sweeps, stop, cancel);
                for (int l = 0; l < group.Ladders.Length; l++)
                {
                    int read = (round * _ladders.Length) + group.First + l;
                    if (read < energies.Length)
                    {
                        energies[read] = group.SaveColdest(l, spins.AsSpan(read * n, n));
                        isDone[read] = true;
                        stop.Met(energies.AsSpan(read, 1), _model.Offset, (double)Interlocked.Increment(ref done) / energies.Length);
                    }
                }
            }
        });
        _sweeps += (long)rounds * sweeps;
        return isDone;
    }

    public ParallelTemperingDiagnostics Diagnose() => new(
        [.. _betas],
        LadderStatistics.SwapRates(_ladders),
        _ladders.Sum(ladder => ladder.RoundTrips),
        LadderStatistics.LogPartition(_ladders, _model, _betas[^1]));

    /// <summary>The spins, and the temperatures spaced again for the next call.</summary>
    public LadderState ToState()
    {
        sbyte[] spins = new sbyte[_ladders.Length * _betas.Length * _model.SpinCount];
        Array.ForEach(_groups, group => group.Save(spins));
        return new(
            (int)(_sweeps & 1),
            TemperatureLadder.Respaced(_betas, LadderStatistics.Rejections(_ladders)),
            [.. _ladders.SelectMany(ladder => ladder.ReplicaAt.ToArray())],
            spins);
    }

    public void Dispose()
    {
        Array.ForEach(_groups, group => group.Dispose());
        _weights.Dispose();
    }
}
