using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class DataRuleTests
{
    private static readonly Likelihood Table = Likelihood.Gaussian(13), Images = Likelihood.Bernoulli(784);

    [TestMethod]
    public void ASmallTableIsTrainedInStepsAndStoppedEarly()
    {
        TrainingOptions options = new TrainingOptions().For(260, Table);

        Assert.AreEqual(3000, options.Steps);
        Assert.IsNull(options.Epochs);
        Assert.AreEqual(27, options.BatchSize);
        Assert.AreEqual(0.5, options.KlWeight);
        Assert.AreEqual(0.15, options.ValidationFraction);
        Assert.AreEqual(300 / 9.0, options.KlWarmUpEpochs!.Value, 1e-9); // 221 rows are 9 steps
        Assert.AreEqual(67, options.Patience); // a fifth of 3,000 steps
        Assert.AreEqual(2.0 / 3, options.HardBitsFrom!.Value, 1e-9);
    }

    [TestMethod]
    public void ManyImagesKeepTheirRecipe()
    {
        TrainingOptions options = new TrainingOptions().For(60_000, Images);
        var rule = new DataRule(60_000, Images);

        Assert.AreEqual(12 * 469, options.Steps);
        Assert.AreEqual(128, options.BatchSize);
        Assert.AreEqual(1, options.KlWeight);
        Assert.AreEqual(4, options.KlWarmUpEpochs);
        Assert.AreEqual(1, options.HardBitsFrom, "never");
        Assert.AreEqual(0, options.ValidationFraction);
        Assert.IsNull(options.Patience);
        Assert.AreEqual(128, rule.Latents);
        CollectionAssert.AreEqual((int[])[512, 256], rule.HiddenSizes.ToArray());
    }

    [TestMethod]
    public void WhatIsSetStays()
    {
        var set = new TrainingOptions
        {
            Epochs = 7, BatchSize = 3, KlWeight = 0.25, KlWarmUpEpochs = 2, ValidationFraction = 0.5, Patience = 4, HardBitsFrom = 0.5,
            DynamicBinarization = false,
        };

        Assert.AreEqual(set, set.For(100, Table));
    }

    [TestMethod]
    public void WhoSaysHowLongGetsThatLong()
    {
        foreach (TrainingOptions set in (TrainingOptions[])[new() { Epochs = 7 }, new() { Steps = 70 }])
        {
            TrainingOptions options = set.For(1000, Table);

            Assert.AreEqual(set.Epochs, options.Epochs);
            Assert.AreEqual(set.Steps, options.Steps);
            Assert.AreEqual(0, options.ValidationFraction);
            Assert.IsNull(options.Patience);
        }

        Assert.AreEqual(0.15, new TrainingOptions { Epochs = 7, Patience = 2 }.For(1000, Table).ValidationFraction);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(49)]
    [DataRow(50)]
    [DataRow(5_000)]
    [DataRow(1_000_000)]
    public void NothingIsLeftOpenAndDecidedTwice(int rows)
    {
        TrainingOptions options = new TrainingOptions().For(rows, Table);

        Assert.IsTrue(options is { Steps: > 0, BatchSize: > 0, KlWeight: > 0, KlWarmUpEpochs: > 0, ValidationFraction: >= 0 });
        Assert.AreEqual(rows is >= 50 and <= 20_000, options.ValidationFraction > 0);
        Assert.AreEqual(options.ValidationFraction > 0, options.Patience is not null);
        Assert.AreEqual(options, options.For(rows, Table));
    }

    [TestMethod]
    public void StepsAndEpochsTogetherAreRefused()
    {
        var trainer = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler(), new() { Steps = 5, Epochs = 1 });

        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Train(
            new FeatureMatrix(2, [0, 1]), VaeArchitecture.Mlp(2, [], 3), PriorKind.Boltzmann, seed: 1));
        StringAssert.StartsWith(error.Message, "Option 'Steps': expected none beside 'Epochs' 1, got 5.");
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(20)]
    [DataRow(100)]
    public void AFewRowsTrainForTheirStepsAndReportEveryFifty(int rows)
    {
        var random = new Random(1);
        var data = new FeatureMatrix(Likelihood.Gaussian(3), [.. Enumerable.Range(0, 3 * rows).Select(_ => random.NextSingle())]);
        var trainer = new BmVaeTrainer(
            new SimdEngine { MaxDegreeOfParallelism = 1 }, new BlockGibbsSampler { MaxDegreeOfParallelism = 1 }, new() { Steps = 101 });

        TrainingRun run = trainer.Train(
            data, VaeArchitecture.Mlp(3, [8], 4) with { Likelihood = data.Likelihood }, PriorKind.Boltzmann, seed: 1).Training!;

        int batch = Math.Clamp(rows / 8, 16, 128), perPass = (rows + batch - 1) / batch;
        Assert.AreEqual(batch, run.Options.BatchSize);
        Assert.AreEqual(101, run.Epochs.Sum(epoch => (epoch.Rows / rows * perPass) + ((epoch.Rows % rows + batch - 1) / batch)));
        int perReport = (50 + perPass - 1) / perPass * perPass;
        Assert.HasCount((101 + perReport - 1) / perReport, run.Epochs);
        Assert.AreEqual((101 + perPass - 1) / perPass, run.Epochs[^1].Epoch);
        Assert.AreEqual(run.Epochs[^1].Epochs, run.Epochs[^1].Epoch);
    }
}
