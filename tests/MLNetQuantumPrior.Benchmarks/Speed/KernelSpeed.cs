using BenchmarkDotNet.Attributes;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>The loops that take the time, on one thread.</summary>
public class KernelSpeed
{
    private const int Chains = 256, Sweeps = 10, ZephyrSpins = 2176, CompleteSpins = 256, Rows = 128, Inputs = 784, Outputs = 512;

    private readonly BlockGibbsSampler _gibbs = new() { Sweeps = Sweeps, MaxDegreeOfParallelism = 1 };
    private readonly IsingModel _zephyr = SpinModels.Real(SpinGraph.Zephyr(8));
    private readonly IsingModel _complete = SpinModels.Real(SpinGraph.Complete(CompleteSpins));
    private readonly float[] _rows = new float[Rows * Inputs], _weights = new float[Inputs * Outputs];
    private readonly float[] _products = new float[Rows * Outputs], _code = new float[Rows * 128];
    private readonly IVaeNetwork _convolutions = new SimdEngine { MaxDegreeOfParallelism = 1 }
        .Create(VaeArchitecture.Convolutional(28, 28, 1, [32, 64], latents: 128), seed: 1);

    [GlobalSetup]
    public void Fill()
    {
        new UniformStream(1, 1).Fill(_rows);
        new UniformStream(1, 2).Fill(_weights);
    }

    [Benchmark(OperationsPerInvoke = Chains * Sweeps * ZephyrSpins, Description = "Gibbs update, Zephyr graph")]
    public SampleSet GibbsOnZephyr() => _gibbs.Sample(_zephyr, new(Chains, 1));

    [Benchmark(OperationsPerInvoke = Chains * Sweeps * CompleteSpins, Description = "Gibbs update, complete graph of 256")]
    public SampleSet GibbsOnCompleteGraph() => _gibbs.Sample(_complete, new(Chains, 1));

    [Benchmark(Description = "Product of 128 x 784 and 784 x 512")]
    public void Product() => Sgemm.Multiply(new(_rows, Rows, Inputs), new(_weights, Inputs, Outputs), _products, threads: 1);

    [Benchmark(Description = "exp of 100,352 numbers")]
    public void Exponential() => VectorMath.Exp(_rows, _rows);

    [Benchmark(OperationsPerInvoke = Rows, Description = "Convolutional encoder, one image")]
    public void Convolutions() => _convolutions.Encode(_rows, _code);
}
