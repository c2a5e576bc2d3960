namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ClassifierTests
{
    private const int Inputs = 11, Hidden = 6, Classes = 5, Rows = 150;

    /// <summary>The large first weights make rows differ.</summary>
    private static readonly ClassifierArchitecture Architecture = new(
        [
            new Dense(Inputs, 8) { Gain = 5 }, new Activation(ActivationFunction.Tanh), new Dense(8, Hidden),
            new Activation(ActivationFunction.Relu), new Dense(Hidden, Classes) { Gain = 5 },
        ]);

    private static readonly Classifier Untrained = Make(Architecture);
    private static readonly float[] Features = Toy.Noise(Rows, Inputs, Classes).Data.Slice(0, Rows).ToArray();

    [TestMethod]
    public void ProbabilitiesLabelsAndHiddenValuesAgreeWithDoublePrecision()
    {
        var oracle = new DoubleClassifier(Architecture, Untrained.Parameters.ToArray());
        float[] probabilities = new float[Rows * Classes], hidden = new float[Rows * Hidden];
        int[] labels = new int[Rows];
        Untrained.Predict(Features, probabilities);
        Untrained.Classify(Features, labels);
        Untrained.Features(Features, hidden);

        for (int row = 0; row < Rows; row++)
        {
            float[] x = Features[(row * Inputs)..((row + 1) * Inputs)];
            double[] expected = oracle.Probabilities(x);
            AssertClose(expected, probabilities.AsSpan(row * Classes, Classes));
            AssertClose(oracle.Hidden(x), hidden.AsSpan(row * Hidden, Hidden));
            Assert.AreEqual(Array.IndexOf(expected, expected.Max()), labels[row]);
        }

        Assert.IsGreaterThan(1, labels.Distinct().Count(), "A classifier of one answer tests little.");

        static void AssertClose(double[] expected, ReadOnlySpan<float> actual)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], actual[i], 1e-6);
            }
        }
    }

    [TestMethod]
    public void WithoutHiddenLayersTheFeaturesAreTheRow()
    {
        float[] hidden = new float[Features.Length];

        Make(ClassifierArchitecture.Mlp(Inputs, [], 3)).Features(Features, hidden);

        Bits.AssertSame(Features, hidden);
    }

    [TestMethod]
    public void ARowsAnswerIsTheSameAloneAndOnManyThreads()
    {
        float[] probabilities = new float[Rows * Classes];
        Untrained.Predict(Features, probabilities);
        Parallel.For(0, Rows, row =>
        {
            float[] alone = new float[Classes];
            Untrained.Predict(Features.AsSpan(row * Inputs, Inputs), alone);
            Bits.AssertSame(probabilities.AsSpan(row * Classes, Classes), alone);
        });
    }

    [TestMethod]
    public void AccuracyIsTheShareOfRightAnswers()
    {
        var data = new FeatureMatrix(Inputs, Features);
        int[] labels = new int[Rows];
        Untrained.Classify(Features, labels);
        Assert.AreEqual(1.0, Untrained.Accuracy(data, labels));

        for (int row = 0; row < 30; row++)
        {
            labels[row] = (labels[row] + 1) % Classes;
        }

        Assert.AreEqual(.8, Untrained.Accuracy(data, labels));
    }

    [TestMethod]
    public void EquallyProbableClassesGiveTheLowerOne()
    {
        int[] labels = [9, 9];

        new Classifier(ClassifierArchitecture.Mlp(1, [], 3), [0, 0, 0, 1, 2, 2]).Classify([.3f, .5f], labels);

        CollectionAssert.AreEqual(new[] { 1, 1 }, labels);
    }

    [TestMethod]
    public void NoRowsGiveNoAnswers()
    {
        Untrained.Predict([], []);
        Untrained.Classify([], []);
        Untrained.Features([], []);
    }

    [TestMethod]
    public void WhatDoesNotFitIsNamed()
    {
        float[] row = new float[Inputs];
        float[] longRow = new float[Inputs + 1];
        Expect("Features: expected whole rows of 11 values, got 12 values", () => Untrained.Predict(longRow, new float[Classes]));
        Expect("probabilities: expected 5 values, 5 for each of 1 rows, got 4", () => Untrained.Predict(row, new float[4]));
        Expect("labels: expected 1 values, 1 for each of 1 rows, got 2", () => Untrained.Classify(row, new int[2]));
        Expect("hidden: expected 6 values, 6 for each of 1 rows, got 7", () => Untrained.Features(row, new float[7]));
        foreach (float value in (float[])[float.NaN, float.PositiveInfinity])
        {
            float[] bad = [.. row, .. row];
            bad[Inputs + 3] = value;
            string message = $"Feature 3 of row 1: expected a finite number, got {value}";
            Expect(message, () => Untrained.Predict(bad, new float[2 * Classes]));
            Expect(message, () => Untrained.Classify(bad, new int[2]));
            Expect(message, () => Untrained.Features(bad, new float[2 * Hidden]));
        }

        Expect("Data: expected at least one row, got none", () => Untrained.Accuracy(new(Inputs, []), []));
        Expect("Data: expected rows of 11 values, got 4", () => Untrained.Accuracy(new(4, [0, 0, 0, 0]), [0]));
        Expect("Labels: expected 1, one a row, got 2", () => Untrained.Accuracy(new(Inputs, row), [0, 0]));
        Expect("Label of row 0: expected a class from 0 to 4, got 5", () => Untrained.Accuracy(new(Inputs, row), [5]));

        static void Expect(string message, Action call) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(call).Message, message);
    }

    private static Classifier Make(ClassifierArchitecture architecture) =>
        new(architecture, new ClassifierNetwork(architecture, seed: 4, threads: 1).Parameters.ToArray());
}
