using System.Security.Cryptography;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The weights in models/mnist-judge.bin.</summary>
[TestClass]
public sealed class MnistJudgeTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Judge = Path.Combine(Root, "models", "mnist-judge.bin");

    [TestMethod]
    public void ReadsAtLeast98PercentOfTheTestDigits()
    {
        string folder = Path.Combine(Root, "eng", "data", "cache", "mnist");
        string images = Path.Combine(folder, "t10k-images-idx3-ubyte"), labels = Path.Combine(folder, "t10k-labels-idx1-ubyte");
        if (!File.Exists(images) || !File.Exists(labels))
        {
            Assert.Inconclusive($"MNIST is not in '{folder}'; ./build.sh test fetches it.");
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
        File.ReadAllText(Path.Combine(Root, "models", "README.md")), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Judge))));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "MLNetQuantumPrior.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder
            ?? throw new InvalidOperationException($"MLNetQuantumPrior.sln: expected above '{AppContext.BaseDirectory}', found none.");
    }
}
