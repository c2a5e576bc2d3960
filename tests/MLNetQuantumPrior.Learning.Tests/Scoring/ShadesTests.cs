using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Shades of colours are measured as they are, not as probabilities of black and white.</summary>
[TestClass]
public sealed class ShadesTests
{
    private const int Pixels = 12, Rows = 40;

    private static readonly FeatureMatrix Data = new(Pixels, [.. Enumerable.Repeat(0.5f, Rows * Pixels)]);

    [TestMethod]
    public void AModelIsMeasuredAsItWasTrained()
    {
        BmVaeModel shades = Train(isBinary: false), binary = Train(isBinary: true);

        // Whatever the bits, the decoder is near 0.5: a shade of 0.5 costs log 2 nats, and so do black and white.
        Assert.AreEqual(Reconstruction(shades, false), Reconstruction(shades, null));
        Assert.AreEqual(Reconstruction(binary, true), Reconstruction(binary, null));
        Assert.AreNotEqual(Reconstruction(shades, true), Reconstruction(shades, false));
        Assert.AreEqual(Pixels * Math.Log(2), Reconstruction(shades, false), 0.1);
    }

    [TestMethod]
    public void FiguresOfHardBitsInATrainingAreOfTheSameFeatures()
    {
        EpochReport last = Train(isBinary: false).Training!.Epochs[^1];

        Assert.IsNotNull(last.SoftReconstruction);
        Assert.AreEqual(last.SoftReconstruction.Value, last.Reconstruction, 0.05, "the rows say nothing, so that bits carry nothing");
    }

    private static double Reconstruction(BmVaeModel model, bool? binarization) => ModelEvaluation.Measure(
        model, Data, new() { ImportanceSamples = 4, Seed = 3, Binarization = binarization }).Reconstruction;

    private static BmVaeModel Train(bool isBinary)
    {
        var options = new TrainingOptions
        {
            Epochs = 200, BatchSize = 20, Chains = 16, KlWeight = 1, HardBitsFrom = 1, DynamicBinarization = isBinary,
            MaxDegreeOfParallelism = 1,
        };
        var trainer =
            new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = 1 }, new BlockGibbsSampler { MaxDegreeOfParallelism = 1 }, options);
        return trainer.Train(Data, VaeArchitecture.Mlp(Pixels, [8], 3), SpinGraph.Complete(3), seed: 1);
    }
}
