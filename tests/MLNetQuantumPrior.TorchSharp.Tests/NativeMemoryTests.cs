using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>A step leaves nothing behind in native memory, which no collector sees.</summary>
[TestClass]
public sealed class NativeMemoryTests
{
    private const string Layers = "layers", Mixed = "mixed precision", Modules = "modules";

    private static readonly VaeArchitecture Architecture = new(
        [new Reshape(1, 8, 8), new Conv2d(1, 4, 3, 2, 1), new BatchNorm(4), new Flatten(), new Dense(64, 16)],
        [new Dense(16, 64), new Activation(ActivationFunction.Relu), new Dense(64, 64)]);

    private static readonly TorchSharpEngine Engine = new() { MaxDegreeOfParallelism = 1, MaxGradientNorm = 1 };

    private static readonly Dictionary<string, TorchSharpEngine> Engines = new()
    {
        [Layers] = Engine,
        [Mixed] = Engine with { Precision = TorchPrecision.MixedBFloat16 },
        [Modules] = TorchSharpEngine.FromModules(
            () => Sequential(Linear(64, 32), BatchNorm1d(32), LeakyReLU(.2), Dropout(.1), Linear(32, 16, hasBias: false)),
            () => Sequential(Linear(16, 64), SiLU(), Linear(64, 64))) with
        {
            MaxDegreeOfParallelism = 1,
        },
    };

    [TestInitialize]
    public void SkipWithoutLibTorch() => LibTorch.SkipWithout();

    /// <summary>Tensors are counted before any finalizer could have helped.</summary>
    [TestMethod]
    [DataRow(Layers)]
    [DataRow(Mixed)]
    [DataRow(Modules)]
    public void HundredsOfStepsLeaveNoTensorBehindAndANetworkNone(string kind)
    {
        Engines[kind].Create(Architecture, seed: 1).Dispose();
        Collect(); // what other tests and the user's own code have dropped
        long without = torch.Tensor.TotalCount;
        IVaeNetwork network = Engines[kind].Create(Architecture, seed: 1);
        Work(network, 1);
        long before = torch.Tensor.TotalCount;
        Work(network, 400);
        Assert.AreEqual(before, torch.Tensor.TotalCount);
        Assert.ThrowsExactly<OperationCanceledException>(() => network.Step(new float[64 * 3], new CancelledBottleneck(), 1e-3));
        Assert.AreEqual(before, torch.Tensor.TotalCount, "A step that ends early leaves none behind, either.");
        network.Dispose();
        if (kind != Modules)
        {
            Assert.AreEqual(without, torch.Tensor.TotalCount); // a Parameter of TorchSharp counts as one for ever
        }
    }

    [TestMethod]
    public void ResidentMemoryStaysFlat()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Skipped: resident memory is read from /proc.");
        }

        using IVaeNetwork network = Engine.Create(Architecture, seed: 2);
        Work(network, 2000); // pools fill, code is compiled again
        Collect();

        // One lost tensor [32, 64] a step would be 2,000 times 8 KiB, or 16 MiB. The runtime may take 5 MiB in between, to compile what has
        // been called often.
        long before = ResidentBytes();
        Work(network, 2000);
        Collect();
        Assert.IsLessThan(8L << 20, ResidentBytes() - before);
    }

    private static void Work(IVaeNetwork network, int steps)
    {
        float[] features = PlainLikelihood.Features(Architecture.Likelihood, rows: 32, seed: 1), logits = new float[16],
            outputs = new float[64];
        LogisticBottleneck bottleneck = new(16);
        for (int step = 0; step < steps; step++)
        {
            network.Step(features, bottleneck, step % 7 == 0 ? 0 : 1e-3);
            network.Encode(features.AsSpan(0, 64), logits);
            network.Decode(logits, outputs);
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static long ResidentBytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;

    private sealed class CancelledBottleneck : IBottleneck
    {
        public void Sample(ReadOnlySpan<float> logits, Span<float> latents) => latents.Clear();

        public double Differentiate(
            ReadOnlySpan<float> logits, ReadOnlySpan<float> latents, ReadOnlySpan<float> latentGradient, Span<float> logitGradient) =>
            throw new OperationCanceledException();
    }
}
