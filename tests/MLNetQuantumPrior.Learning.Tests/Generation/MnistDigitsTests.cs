using System.Security.Cryptography;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The model in models/mnist-digits.bmvae.</summary>
[TestClass]
public sealed class MnistDigitsTests
{
    private static readonly string Digits = TrainedModels.PathOf("mnist-digits.bmvae");

    [TestMethod]
    public void GeneratesDigitsThatTheJudgeReadsAsAsked()
    {
        BmVaeModel model = BmVaeModel.Load(Digits);
        int[] labels = [.. Enumerable.Range(0, 500).Select(row => row % 10)];
        ulong[] ids = [.. labels.Select((_, row) => (ulong)row)];
        var options = new GenerationOptions { Mode = GenerationMode.Conditional, Acceptance = true, Seed = 2, PoolSize = 64 };

        var generator = new LatentGenerator(model.Prior, model.Classes, options, new PopulationAnnealingSampler());
        var pixels = new FeatureMatrix(model.Architecture.InputSize, model.Decode(generator.Draw(labels, ids).Spins));

        Assert.IsGreaterThanOrEqualTo(.95, Classifier.Load(TrainedModels.PathOf("mnist-judge.bin")).Accuracy(pixels, labels));
    }

    [TestMethod]
    public void TheFiguresBesideTheModelAreOfThisModel() => StringAssert.Contains(
        File.ReadAllText(TrainedModels.PathOf("README.md")), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Digits))));
}
