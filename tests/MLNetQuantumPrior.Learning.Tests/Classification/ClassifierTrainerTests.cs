namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ClassifierTrainerTests
{
    [TestMethod]
    public void AHiddenLayerLearnsExclusiveOrAndSoftmaxRegressionCannot()
    {
        (FeatureMatrix data, int[] labels) = Toy.ExclusiveOr(500);
        var trainer = new ClassifierTrainer(new() { Epochs = 60, BatchSize = 32, LearningRate = 1e-2 });

        Assert.AreEqual(1.0, trainer.Train(data, labels, ClassifierArchitecture.Mlp(2, [16], 2), seed: 1).Accuracy(data, labels));

        // A line cuts off at most one of four corners whole: three quarters are right, and what it takes of the others' points.
        double linear = trainer.Train(data, labels, ClassifierArchitecture.Mlp(2, [], 2), seed: 1).Accuracy(data, labels);
        Assert.IsLessThan(.85, linear);
    }

    [TestMethod]
    public void TrainingFollowsAdamWithALinearlyFallingRate()
    {
        const int Epochs = 6;
        const double Rate = .02;
        ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(3, [4], 2);
        (FeatureMatrix data, int[] labels) = Toy.Noise(5, 3, 2);
        float[] features = data.Slice(0, 5).ToArray();
        var oracle = new DoubleClassifier(architecture, new ClassifierNetwork(architecture, seed: 8, threads: 1).Parameters.ToArray());
        double[] w = oracle.Parameters, m = new double[w.Length], v = new double[w.Length];
        for (int t = 1; t <= Epochs; t++)
        {
            double[] g = oracle.Gradients(features, labels);
            double rate = Rate * (Epochs + 1 - t) / Epochs;
            for (int k = 0; k < w.Length; k++)
            {
                m[k] = (.9 * m[k]) + (.1 * g[k]);
                v[k] = (.999 * v[k]) + (.001 * g[k] * g[k]);
                w[k] -= rate * (m[k] / (1 - Math.Pow(.9, t))) / (Math.Sqrt(v[k] / (1 - Math.Pow(.999, t))) + 1e-8);
            }
        }

        Classifier classifier = new ClassifierTrainer(new() { Epochs = Epochs, BatchSize = 5, LearningRate = Rate })
            .Train(data, labels, architecture, seed: 8);

        for (int k = 0; k < w.Length; k++)
        {
            Assert.AreEqual(w[k], classifier.Parameters[k], 1e-5, $"Parameter {k}");
        }
    }

    [TestMethod]
    public void AnEpochShowsEachRowOnce()
    {
        // Nothing moves at this rate, so that the mean over batches, a short one among them, is the loss of the whole data.
        ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(6, [8], 4);
        (FeatureMatrix data, int[] labels) = Toy.Noise(101, 6, 4);
        var epochs = new List<ClassifierEpoch>();

        Classifier classifier = new ClassifierTrainer(new() { Epochs = 10, BatchSize = 32, LearningRate = 1e-30 })
            .Train(data, labels, architecture, seed: 2, new Sink(epochs));

        double expected = new DoubleClassifier(architecture, classifier.Parameters.ToArray()).Loss(data.Slice(0, 101).ToArray(), labels);
        foreach (ClassifierEpoch epoch in epochs)
        {
            Assert.AreEqual(expected, epoch.Loss, 1e-6);
            Assert.AreEqual((101, 10), (epoch.Rows, epoch.Epochs));
        }

        CollectionAssert.AreEqual(Enumerable.Range(1, 10).ToArray(), epochs.Select(epoch => epoch.Epoch).ToArray());

        // The same sum in another order is rounded differently now and then.
        Assert.IsGreaterThan(1, epochs.Select(epoch => epoch.Loss).Distinct().Count(), "Expected a new order of rows in each epoch.");
    }

    [TestMethod]
    public void TheThreadCountChangesNoBitAndTheSeedDoes()
    {
        (FeatureMatrix data, int[] labels) = Toy.Noise(300, 196, 10);
        float[][] runs = [.. new[] { 1, 2, 3, 8 }.Select(threads => Train(threads, seed: 5))];
        foreach (float[] run in runs)
        {
            Bits.AssertSame(runs[0], run);
        }

        Assert.IsFalse(runs[0].AsSpan().SequenceEqual(Train(1, seed: 6)));

        float[] Train(int threads, ulong seed)
        {
            ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(196, [130, 37], 10);
            var trainer = new ClassifierTrainer(
                new() { Epochs = 2, InputDropout = .1, Augmentation = new(14, 14), MaxDegreeOfParallelism = threads });
            return trainer.Train(data, labels, architecture, seed).Parameters.ToArray();
        }
    }

    [TestMethod]
    public void CancellationEndsTheTraining()
    {
        (FeatureMatrix data, int[] labels) = Toy.Noise(10, 3, 2);
        using var source = new CancellationTokenSource();
        var epochs = new List<ClassifierEpoch>();
        var sink = new Sink(epochs) { Then = source.Cancel };

        Assert.ThrowsExactly<OperationCanceledException>(
            () => new ClassifierTrainer(new()).Train(data, labels, ClassifierArchitecture.Mlp(3, [], 2), 1, sink, source.Token));

        Assert.HasCount(1, epochs);
    }

    [TestMethod]
    public void FewRowsHaveMoreEpochsForTheLeastSteps()
    {
        (FeatureMatrix data, int[] labels) = Toy.Noise(10, 3, 2);
        foreach ((int least, int expected) in new[] { (0, 2), (6, 2), (7, 3), (10, 4) }) // three steps an epoch
        {
            var epochs = new List<ClassifierEpoch>();
            new ClassifierTrainer(new() { Epochs = 2, BatchSize = 4, LeastSteps = least })
                .Train(data, labels, ClassifierArchitecture.Mlp(3, [], 2), 1, new Sink(epochs));

            Assert.HasCount(expected, epochs);
            Assert.AreEqual(expected, epochs[^1].Epochs);
        }
    }

    [TestMethod]
    public void ContradictionsAreNamed()
    {
        (FeatureMatrix data, int[] labels) = Toy.Noise(10, 3, 2);
        Expect("expected 3 inputs, one a feature, got 4", data, labels, 4, new());
        Expect("Labels: expected 10, one a row, got 9", data, labels[..9], 3, new());
        Expect("Label of row 7: expected a class from 0 to 1, got 2", data, [.. labels[..7], 2, 0, 0], 3, new());
        Expect("Label of row 0: expected a class from 0 to 1, got -1", data, [-1, .. labels[1..]], 3, new());
        Expect("expected at least one row, got none", new(3, []), [], 3, new());
        Expect("expected images of 3 pixels, one a feature, got 2 x 2", data, labels, 3, new() { Augmentation = new(2, 2) });

        static void Expect(string message, FeatureMatrix data, int[] labels, int inputs, ClassifierOptions options)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => new ClassifierTrainer(options).Train(data, labels, ClassifierArchitecture.Mlp(inputs, [], 2), 1));
            StringAssert.Contains(error.Message, message);
        }
    }

    [TestMethod]
    public void OptionsOutOfRangeAreNamed()
    {
        ImageAugmentation image = new(2, 2);
        foreach ((Func<object> create, string name) in new (Func<object>, string)[]
        {
            (() => new ClassifierOptions { Epochs = 0 }, "Epochs"), (() => new ClassifierOptions { BatchSize = 0 }, "BatchSize"),
            (() => new ClassifierOptions { LearningRate = 0 }, "LearningRate"),
            (() => new ClassifierOptions { LearningRate = double.NaN }, "LearningRate"),
            (() => new ClassifierOptions { InputDropout = 1 }, "InputDropout"),
            (() => new ClassifierOptions { InputDropout = double.NaN }, "InputDropout"),
            (() => new ClassifierOptions { MaxDegreeOfParallelism = 0 }, "MaxDegreeOfParallelism"),
            (() => new ClassifierOptions { MaxDegreeOfParallelism = 257 }, "MaxDegreeOfParallelism"),
            (() => new ImageAugmentation(0, 4), "Height"), (() => new ImageAugmentation(4, 0), "Width"),
            (() => image with { Height = 0 }, "Height"), (() => image with { Width = 0 }, "Width"),
            (() => image with { MaxShift = -1 }, "MaxShift"),
            (() => image with { MaxRotation = 181 }, "MaxRotation"),
            (() => image with { MaxScaling = 1 }, "MaxScaling"),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(create);
            StringAssert.Contains(error.Message, $"Option '{name}': expected");
        }
    }

    [TestMethod]
    public void DivergenceSaysWhatToChange()
    {
        (FeatureMatrix data, int[] labels) = Toy.Noise(10, 3, 2);
        var trainer = new ClassifierTrainer(new() { LearningRate = 1e30 });

        var error = Assert.ThrowsExactly<TrainingDivergedException>(
            () => trainer.Train(data, labels, ClassifierArchitecture.Mlp(3, [4, 4], 2), 1));

        StringAssert.Contains(error.Message, "Lower the learning rate (now 1E+30)");
    }

    private sealed class Sink(List<ClassifierEpoch> epochs) : IProgress<ClassifierEpoch>
    {
        public Action Then { get; init; } = () => { };

        public void Report(ClassifierEpoch value)
        {
            epochs.Add(value);
            Then();
        }
    }
}
