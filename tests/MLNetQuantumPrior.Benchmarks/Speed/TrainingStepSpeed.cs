using BenchmarkDotNet.Attributes;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// A training step with each prior and the same networks, 784-512-256-latents: mean over an epoch of 60,000 rows, with all that comes
/// along, such as the annealing that anchors log Z.
/// </summary>
public class TrainingStepSpeed
{
    private const int Pixels = 784, Rows = 60_000, StepsPerEpoch = 469;
    private FeatureMatrix? _data;

    [Params(PriorKind.Gaussian, PriorKind.Bernoulli, PriorKind.Rbm, PriorKind.Boltzmann)]
    public PriorKind Prior { get; set; }

    [Params(128, 256)]
    public int Latents { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        float[] values = new float[Rows * Pixels];
        new UniformStream(1, 1).Fill(values);
        _data = new(Pixels, values);
    }

    [Benchmark(OperationsPerInvoke = StepsPerEpoch)]
    public BmVaeModel Step() => new BmVaeTrainer(
        new SimdEngine { MaxDegreeOfParallelism = Threads },
        new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = Threads },
        new() { Epochs = 1, MaxDegreeOfParallelism = Threads })
        .Train(_data!, VaeArchitecture.Mlp(Pixels, [512, 256], Latents, Prior), Prior, seed: 1);
}
