using MLNetQuantumPrior.Learning;
using TorchSharp;

namespace MLNetQuantumPrior.Torch.Tests;

[TestClass]
public sealed class DeviceTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("gpu")]
    [DataRow("CUDA")]
    [DataRow("cuda:")]
    [DataRow("cuda:-1")]
    [DataRow("cpu:0 ")]
    public void AnUnknownDeviceIsRefused(string name)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new TorchSharpEngine(name));
        Assert.Contains($"got '{name}'", error.Message);
    }

    [TestMethod]
    public void ADeviceThatTheMachineLacksIsNamed()
    {
        LibTorch.SkipWithout();
        var engine = new TorchSharpEngine("cuda:99");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => engine.Create(VaeArchitecture.Mlp(4, [], 2), seed: 1));
        Assert.Contains("Device 'cuda:99'", error.Message);
        Assert.Contains("TorchSharp-cuda-linux", error.Message);
    }

    [TestMethod]
    public void ThreadsAreSetForTheCaller()
    {
        LibTorch.SkipWithout();
        foreach (int threads in (int[])[1, 2])
        {
            using IVaeNetwork network = new TorchSharpEngine { MaxDegreeOfParallelism = threads }.Create(
                VaeArchitecture.Mlp(4, [], 2), seed: 1);
            network.Encode(new float[4], new float[2]);
            Assert.AreEqual(threads, torch.get_num_threads());
        }
    }

    [TestMethod]
    public void ImpossibleOptionsAreRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchSharpEngine { MaxDegreeOfParallelism = 0 });
        foreach (double value in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchSharpEngine { WeightDecay = value });
        }

        foreach (double value in (double[])[-1, 0, double.NaN])
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchSharpEngine { MaxGradientNorm = value });
        }
    }

    [TestMethod]
    public void AnErrorOfLibTorchNamesTheLayerAndTheShape()
    {
        LibTorch.SkipWithout();
        using var network = new LayerNetwork("encoder", [new Reshape(2, 3, 3), new Conv2d(3, 4, 3)], torch.CPU, precision: null);
        using torch.Tensor rows = HostTensor.Of(new float[36], 2, 18);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => network.Forward(rows, inTraining: true));
        Assert.Contains("encoder.1 (Conv2d", error.Message);
        Assert.Contains("[2, 2, 3, 3]", error.Message);
    }
}
