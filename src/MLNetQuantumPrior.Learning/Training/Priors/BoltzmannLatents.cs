using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Spins under a Boltzmann machine that learns with the networks.</summary>
internal sealed class BoltzmannLatents : ITrainedPrior
{
    private readonly BoltzmannPrior _prior;
    private readonly BoltzmannBottleneck _bottleneck;
    private readonly SpinMoments _negativePhase;
    private readonly IIsingSampler _sampler;
    private readonly TrainingOptions _options;
    private readonly ulong _seed;
    private SamplerState? _chains;
    private double _entropy, _posteriorEnergy, _modelEnergy;
    private long _rows;

    public BoltzmannLatents(SpinGraph graph, IIsingSampler sampler, TrainingOptions options, ulong seed)
    {
        (_sampler, _options, _seed) = (sampler, options, seed);
        _prior = new(graph, seed, options.MaxDegreeOfParallelism);
        _bottleneck = new(_prior, (float)options.Temperature, options.MaxDegreeOfParallelism);
        _negativePhase = new(_prior.Pairs);
    }

    public IBottleneck Bottleneck => _bottleneck;

    public void Begin(UniformStream noise, double klWeight) => (_bottleneck.Noise, _bottleneck.KlWeight) = (noise, (float)klWeight);

    public void Learn(long step, int rows, double learningRate, CancellationToken cancel)
    {
        var request = new SampleRequest(_options.Chains, RandomUse.Chains(_seed, step)) { Continue = _chains };
        SampleSet samples = _sampler.Sample(_prior.Model, request, cancel);
        _chains = samples.State ?? throw new InvalidOperationException(
            $"Sampler {_sampler.GetType().Name}: expected a state to continue the chains from, got none. Take a sampler with continued chains for training.");
        _negativePhase.Set(samples.Spins);
        _prior.Descend(_bottleneck.PositivePhase, _negativePhase, learningRate);

        _entropy += _bottleneck.Entropy * rows;
        _posteriorEnergy += _bottleneck.Energy * rows;
        _modelEnergy += ImmutableCollectionsMarshal.AsArray(samples.Energies)!.Average() * rows;
        _rows += rows;
    }

    public PriorReport EndEpoch()
    {
        var report = new BoltzmannReport(_entropy / _rows, _posteriorEnergy / _rows, _modelEnergy / _rows);
        (_entropy, _posteriorEnergy, _modelEnergy, _rows) = (0, 0, 0, 0);
        return new(Kl: null, report);
    }

    public BmVaeModel ToModel(VaeArchitecture architecture, float[] parameters) => new(architecture, parameters, _prior.Model);
}
