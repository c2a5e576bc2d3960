using System.Security.Cryptography;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The weights in models/mnist-judge.bin.</summary>
[TestClass]
public sealed class MnistJudgeTests
{
    private static readonly string Judge = TrainedModels.PathOf("mnist-judge.bin");

    [TestMethod]
    public void ReadsAtLeast98PercentOfTheTestDigits()
    {
        string folder = Path.Combine(TrainedModels.Root, "artifacts", "data", "mnist");
        string images = Path.Combine(folder, "t10k-images-idx3-ubyte"), labels = Path.Combine(folder, "t10k-labels-idx1-ubyte");
        if (!File.Exists(images) || !File.Exists(labels))
        {
            Assert.Inconclusive($"MNIST is not in '{folder}'; running samples/MLNetQuantumPrior.Demo fetches it.");
        }

        IdxFile pixels = IdxFile.Read(images);
        var data = new FeatureMatrix(pixels.ItemSize, [.. pixels.Content.Select(value => value / 255f)]);
        int[] digits = [.. IdxFile.Read(labels).Content.Select(value => (int)value)];
        Assert.AreEqual(10_000, data.Rows);

        double accuracy = Classifier.Load(Judge).Accuracy(data, digits);

        Assert.IsGreaterThanOrEqualTo(.98, accuracy);
    }

    [TestMethod]
    public void TheFiguresBesideTheWeightsAreOfTheseWeights() => StringAssert.Contains(
        File.ReadAllText(TrainedModels.PathOf("README.md")), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Judge))));
}
