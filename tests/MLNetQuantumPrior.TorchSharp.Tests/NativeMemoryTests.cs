using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using TorchSharp;

namespace MLNetQuantumPrior.Torch.Tests;

/// <summary>A step leaves nothing behind in native memory, which no collector sees.</summary>
[TestClass]
public sealed class NativeMemoryTests
{
    private static readonly VaeArchitecture Architecture = new(
        [new Reshape(1, 8, 8), new Conv2d(1, 4, 3, 2, 1), new BatchNorm(4), new Flatten(), new Dense(64, 16)],
        [new Dense(16, 64), new Activation(ActivationFunction.Relu), new Dense(64, 64)]);

    [TestInitialize]
    public void SkipWithoutLibTorch() => LibTorch.SkipWithout();

    [TestMethod]
    public void AStepLeavesNoTensorBehind()
    {
        using IVaeNetwork network = new TorchSharpEngine { MaxDegreeOfParallelism = 1, MaxGradientNorm = 1 }.Create(Architecture, seed: 1);
        Work(network, 1);
        long before = torch.Tensor.TotalCount;
        Work(network, 20);
        Assert.AreEqual(before, torch.Tensor.TotalCount);
    }

    [TestMethod]
    public void ResidentMemoryStaysFlat()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Skipped: resident memory is read from /proc.");
        }

        using IVaeNetwork network = new TorchSharpEngine { MaxDegreeOfParallelism = 1, MaxGradientNorm = 1 }.Create(Architecture, seed: 2);
        Work(network, 2000); // pools fill, code is compiled again

        // One lost tensor [32, 64] a step would be 2,000 times 8 KiB, or 16 MiB.
        long before = ResidentBytes();
        Work(network, 2000);
        Assert.IsLessThan(8L << 20, ResidentBytes() - before);
    }

    private static void Work(IVaeNetwork network, int steps)
    {
        float[] features = PlainLikelihood.Features(Architecture.Likelihood, rows: 32, seed: 1), logits = new float[32 * 16];
        LogisticBottleneck bottleneck = new(16);
        for (int step = 0; step < steps; step++)
        {
            network.Step(features, bottleneck, step % 7 == 0 ? 0 : 1e-3);
            network.Encode(features.AsSpan(0, 64), logits.AsSpan(0, 16));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static long ResidentBytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;
}
