using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Spins under a Boltzmann machine that learns with the networks.</summary>
internal sealed class TrainedBoltzmannPrior : ITrainedPrior
{
    private readonly BoltzmannPrior _prior;
    private readonly BoltzmannBottleneck _bottleneck;
    private readonly IRelaxedBits _firstBits, _hardBits;
    private readonly PriorKind _kind;
    private readonly SpinMoments _moments;
    private readonly INegativePhase _negativePhase;
    private readonly MixingWatch _mixing;
    private readonly EnumeratedLogPartition? _enumerated; // where all states can be visited in each step
    private readonly LogPartitionMean _logPartition = new();
    private NegativePhaseFigures _model; // of the last step
    private double _entropy, _posteriorEnergy, _modelEnergy;
    private double? _logPartitionError;
    private long _rows;

    private static readonly LogPartitionAnchor Exact = new(Drift: 0, Steps: 1, StandardError: 0);

    /// <summary>How many steps lead chains from fair coins to a machine that is not near them.</summary>
    private const int StartSteps = 1000;

    /// <summary>Replicas of a redraw: as many as keep every mode that holds a percent of the machine's weight.</summary>
    private const int RedrawPopulation = 1024;

    /// <summary>Annealing a larger machine costs more than the steps between two redraws.</summary>
    private const int MostSpinsToRedraw = 1024;

    /// <param name="kind">What the machine was asked to be.</param>
    /// <param name="graph">Which spins it couples.</param>
    /// <param name="start">Where it starts; null for no fields and small random couplings.</param>
    /// <param name="sampler">Draws from it.</param>
    /// <param name="options">How to train it.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    public TrainedBoltzmannPrior(
        PriorKind kind, SpinGraph graph, IsingModel? start, IIsingSampler sampler, TrainingOptions options, ulong seed, int stepsPerEpoch)
    {
        _kind = kind;
        int threads = options.MaxDegreeOfParallelism;
        _prior = new(graph, seed, threads) { CouplingDecay = options.CouplingDecay };
        if (start is not null)
        {
            start.Fields.CopyTo(_prior.H);
            start.Couplings.CopyTo(_prior.J);
        }

        _firstBits = IRelaxedBits.Of(options.Relaxation, options.Temperature);
        _hardBits = options.Relaxation == Relaxation.BinaryConcrete ? IRelaxedBits.Of(Relaxation.ReinMax, 0) : _firstBits;
        _bottleneck = new(_prior) { Bits = _firstBits };
        _moments = new(_prior.ModelPairs);
        _enumerated = graph.SpinCount <= EnumeratedLogPartition.MaxSpins && !graph.Edges.IsEmpty ? new(graph) : null;
        _mixing = new(Math.Max(1, stepsPerEpoch / 200), options.MaxSamplerRounds);
        int Rounds() => _mixing.Rounds;
        _negativePhase = graph.Edges.IsEmpty ? new IndependentSpins()
            : options.NegativePhase == NegativePhaseKind.WeightedChains ? Chains()
            : new SamplerDraws(sampler, Rounds, options.Chains, seed, options.StepsPerDraw ?? 1);

        WeightedChains Chains()
        {
            bool redraws = graph.SpinCount <= MostSpinsToRedraw;
            return new(
                _prior, sampler, Rounds, options.Chains, seed,
                redraws ? AnchorSteps.OfMachine(stepsPerEpoch, graph.SpinCount) : new(stepsPerEpoch),
                start is null ? 1 : StartSteps, threads,
                redraws ? FreshDraws.Sampler(RedrawPopulation, threads) : null);
        }
    }

    /// <summary>To first order in the last update where it is not exact.</summary>
    public double? LogPartition => _enumerated is null || _model.LogPartition is null
        ? _model.LogPartition + _model.Energy - _moments.Energy(_prior.Parameters)
        : _enumerated.Of(_prior.H, _prior.J);

    public IBottleneck Bottleneck => _bottleneck;

    public void Begin(UniformStream noise, double klWeight, bool areBitsHard) =>
        (_bottleneck.Noise, _bottleneck.KlWeight, _bottleneck.Bits) = (noise, (float)klWeight, areBitsHard ? _hardBits : _firstBits);

    public void EstimateNegativePhase(long step, CancellationToken cancel)
    {
        _model = _negativePhase.Estimate(_prior, step, _moments, cancel);
        if (_enumerated is not null && _model.LogPartition is not null)
        {
            _model = _model with { LogPartition = _enumerated.Of(_prior.H, _prior.J), Anchor = Exact };
        }

        Span<double> energies = stackalloc double[_mixing.ChainsWanted(step)];
        _mixing.Add(energies[.._negativePhase.Energies(energies)], _model.EffectiveShare);
    }

    public void Update(double learningRate) => _prior.Descend(_bottleneck.PositivePhase, _moments, learningRate);

    public double? EndStep(int rows)
    {
        _entropy += _bottleneck.Entropy * rows;
        _posteriorEnergy += _bottleneck.Energy * rows;
        _modelEnergy += _model.Energy * rows;
        _logPartition.Add(rows, _model.LogPartition, _model.Anchor);
        _logPartitionError = _model.Anchor?.StandardError ?? _logPartitionError;
        _rows += rows;
        return _bottleneck.Energy - _bottleneck.Entropy + _model.LogPartition;
    }

    public EpochReport EndEpoch(EpochReport report)
    {
        double? logPartition = _logPartition.EndEpoch();
        var figures = new BoltzmannReport(_entropy / _rows, _posteriorEnergy / _rows, _modelEnergy / _rows, logPartition)
        {
            LogPartitionStandardError = _logPartitionError,
            StepsPerRedraw = (_negativePhase as WeightedChains)?.StepsPerRedraw ?? (_negativePhase as SamplerDraws)?.StepsPerRedraw,
            SamplerWarning = _model.Warning,
        };
        (_entropy, _posteriorEnergy, _modelEnergy, _rows) = (0, 0, 0, 0);
        return report with
        {
            Kl = figures.PosteriorEnergy - figures.Entropy + logPartition, Boltzmann = _mixing.EndEpoch(figures),
        };
    }

    public ReadOnlySpan<float> Parameters => _prior.Parameters;

    public BmVaeModel ToModel(VaeArchitecture architecture, ModelSnapshot learned)
    {
        int spins = _prior.Graph.SpinCount;
        return new(architecture, learned.Networks, new(_prior.Graph, learned.Prior.AsSpan(0, spins), learned.Prior.AsSpan(spins)), _kind);
    }

    public void Write(BinaryWriter target)
    {
        _prior.Write(target);
        _negativePhase.Write(target);
        _mixing.Write(target);
        target.Write(_logPartitionError ?? double.NaN);
    }

    public void Read(BinaryReader source)
    {
        _prior.Read(source);
        _negativePhase.Read(source);
        _mixing.Read(source);
        double error = source.ReadDouble();
        _logPartitionError = double.IsNaN(error) ? null : error;
    }
}
