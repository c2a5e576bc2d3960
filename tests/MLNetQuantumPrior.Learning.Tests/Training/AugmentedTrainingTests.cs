using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Images that a training moves.</summary>
[TestClass]
public sealed class AugmentedTrainingTests
{
    private const int Side = 4, Pixels = Side * Side, Latents = 4, Rows = 64;

    /// <summary>Always mirrored, and not moved otherwise.</summary>
    private static readonly ImageAugmentation Mirror =
        new(Side, Side) { FlipProbability = 1, MaxShift = 0, MaxRotation = 0, MaxScaling = 0 };

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 20, BatchSize = 16, Chains = 16, LearningRate = 0.02, MaxDegreeOfParallelism = 1, DynamicBinarization = false,
    };

    /// <summary>Left column white, and noise in the middle.</summary>
    private static readonly FeatureMatrix Data = new(Pixels, Draw());

    public static IEnumerable<object[]> Sources => [[Data], [Streamed(16)]];

    [TestMethod]
    [DynamicData(nameof(Sources))]
    public void TheMirroredImagesAreLearned(ITrainingRows data)
    {
        float[] plain = MeanReconstruction(Train(data, Options));
        float[] mirrored = MeanReconstruction(Train(data, Options with { Augmentation = Mirror }));

        for (int row = 0; row < Pixels; row += Side)
        {
            Assert.IsTrue(plain[row] > 0.9 && plain[row + Side - 1] < 0.1, "left is white");
            Assert.IsTrue(mirrored[row] < 0.1 && mirrored[row + Side - 1] > 0.9, "right is white");
        }
    }

    [TestMethod]
    public void TheSameSeedMovesAlike()
    {
        TrainingOptions moving = Options with { Epochs = 3, Augmentation = new(Side, Side) { MaxShift = 1, FlipProbability = 0.5 } };

        BmVaeModel first = Train(Data, moving), again = Train(Data, moving with { MaxDegreeOfParallelism = 3 });

        Assert.IsTrue(first.Parameters.SequenceEqual(again.Parameters));
        Assert.IsFalse(first.Parameters.SequenceEqual(Train(Data, moving with { Augmentation = null }).Parameters));
        Assert.IsFalse(first.Parameters.SequenceEqual(Train(Data, moving, seed: 2).Parameters));
    }

    [TestMethod]
    public void FilesKeepItAndLeaveOutWhatIsNotThere()
    {
        ImageAugmentation image = Mirror with { RepeatEdge = true };

        Assert.AreEqual(image, Reloaded(Options with { Augmentation = image }).Training!.Options.Augmentation);
        Assert.IsNull(Reloaded(Options).Training!.Options.Augmentation);
    }

    [TestMethod]
    public void ACheckpointOfOtherMovesIsRefused()
    {
        string folder = Directory.CreateTempSubdirectory("checkpoint").FullName;
        try
        {
            TrainingOptions moving = Options with { Augmentation = Mirror };
            Train(Data, moving, folder: folder);
            Expect(Options, "Augmentation: expected none, got {\"Height\":4");
            Expect(moving with { Augmentation = Mirror with { FlipProbability = 0.5 } }, "Augmentation: expected {\"Height\":4");

            void Expect(TrainingOptions options, string message) => StringAssert.Contains(
                Assert.ThrowsExactly<InvalidDataException>(() => Train(Data, options, folder: folder)).Message, message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void WhatDoesNotFitIsNamed()
    {
        Expect(
            Options with { Augmentation = new(2, 4) }, null,
            "Option 'Augmentation': expected images of 16 values, one a feature, got 2 x 4.");
        Expect(
            Options with { Augmentation = Mirror },
            new([.. Enumerable.Range(0, Pixels).Select(k => k == 0 ? 1f : 0)], [.. Enumerable.Repeat(1f, Pixels)]),
            "Option 'Augmentation': expected pixels that are scaled alike, got each scaled by itself.");

        static void Expect(TrainingOptions options, SlotScaling? scaling, string message) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Train(Data, options, scaling: scaling)).Message, message);
    }

    private static BmVaeModel Train(
        ITrainingRows data, TrainingOptions options, ulong seed = 1, string? folder = null, SlotScaling? scaling = null) =>
        new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = 1 }, new BlockGibbsSampler { MaxDegreeOfParallelism = 1 }, options)
        {
            CheckpointFolder = folder, Scaling = scaling,
        }.Train(data, VaeArchitecture.Mlp(Pixels, [16], Latents), SpinGraph.Complete(Latents), seed);

    private static BmVaeModel Reloaded(TrainingOptions options)
    {
        using var file = new MemoryStream();
        Train(Data, options with { Epochs = 1 }).Save(file);
        file.Position = 0;
        return BmVaeModel.Load(file);
    }

    private static float[] MeanReconstruction(BmVaeModel model)
    {
        float[] features = model.Decode(model.EncodeSpins(Data.AsSpan()));
        return [.. Enumerable.Range(0, Pixels).Select(pixel => Enumerable.Range(0, Rows).Average(row => features[(row * Pixels) + pixel]))];
    }

    private static StreamedRows Streamed(int buffer) =>
        new(Data.Likelihood, Enumerable.Range(0, Rows).Select(Data.Memory), buffer);

    private static float[] Draw()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Rows * Pixels).Select(i => (i % Side) switch { 0 => 1f, Side - 1 => 0, _ => random.Next(2) })];
    }
}
