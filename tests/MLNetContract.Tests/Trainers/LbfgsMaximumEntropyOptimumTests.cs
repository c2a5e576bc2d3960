using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MLNetContract.Tests.Trainers;

/// <summary>
/// The trainer minimises sum of log-losses + L1 |W|_1 + L2 / 2 |W|^2: neither weight is divided by the number of rows, and biases go free.
/// The optimality conditions of that convex problem are the oracle. Residuals are per row: the optimiser stops on the mean loss.
/// </summary>
[TestClass]
public sealed class LbfgsMaximumEntropyOptimumTests
{
    // A mean loss within 1e-7 of the optimum, with curvature of order one, leaves a mean gradient of about the square root.
    private const double Tolerance = 3e-4;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(300, 4)]
    [DataRow(3001, 4)]
    [DataRow(1003, 37)]
    public void GradientVanishesUnderL2(int count, int features)
    {
        Row[] rows = Rows.Clouds(count, features);
        float l2 = count / 100f;
        SoftmaxRegression model = Fit(rows, new() { L1Regularization = 0, L2Regularization = l2 });
        double[][] gradient = model.Gradient(rows);
        for (int c = 0; c < 3; c++)
        {
            for (int j = 0; j < features; j++)
                Assert.AreEqual(0, (gradient[c][j] + l2 * model.Weights[c][j]) / count, Tolerance, $"class {c}, feature {j}");
            Assert.AreEqual(0, gradient[c][features] / count, Tolerance, $"class {c}, bias");
        }
    }

    [TestMethod]
    public void DefaultRegularisationSatisfiesTheSubgradientConditions() => AssertSubgradientConditions(l1: 1, new());

    [TestMethod]
    public void StrongL1SatisfiesTheSubgradientConditionsAndDropsWeights()
    {
        int zeros = AssertSubgradientConditions(l1: 20, new() { L1Regularization = 20 });
        Assert.IsTrue(zeros is > 0 and < 12, $"{zeros} of 12 weights are zero");
    }

    [TestMethod]
    public void DefaultsGiveTheWeightsOfMLNet()
    {
        // As Microsoft.ML 5.0.0 found them.
        double[][] weights = [[1.26658, 0, -0.06797, 0], [-1.39646, 1.45282, 0, 0.13353], [0, -1.32495, 0.81121, -0.20924]];
        double[] biases = [0.34089, -0.31628, -0.02461];
        SoftmaxRegression model = Fit(Rows.Clouds(300), new());
        for (int c = 0; c < 3; c++)
        {
            for (int j = 0; j < 4; j++)
                Assert.AreEqual(weights[c][j], model.Weights[c][j], 0.002, $"class {c}, feature {j}");
            Assert.AreEqual(biases[c], model.Biases[c], 0.002, $"class {c}, bias");
        }
    }

    [TestMethod]
    public void L1AloneHasTheClosedFormOfOneFeature()
    {
        // Rows x = +1 of class 0 and x = -1 of class 1: by symmetry W = (a, -a),
        // and n log(1 + exp(-2a)) + 2 L1 a is least where exp(2a) = n / L1 - 1.
        SoftmaxRegression model = FitSigns(40, new() { L1Regularization = 4, L2Regularization = 0 });
        double a = 0.5 * Math.Log(40 / 4.0 - 1);
        Assert.AreEqual(a, model.Weights[0][0], 0.01);
        Assert.AreEqual(-a, model.Weights[1][0], 0.01);
        Assert.AreEqual(model.Biases[0], model.Biases[1], 0.01);
    }

    [TestMethod]
    public void L1BeyondTheGradientAtZeroLeavesNoWeight()
    {
        // The gradient of W at zero is n / 2 in size.
        SoftmaxRegression model = FitSigns(40, new() { L1Regularization = 20.1f, L2Regularization = 0 });
        Assert.AreEqual(0, model.Weights[0][0]);
        Assert.AreEqual(0, model.Weights[1][0]);
    }

    [TestMethod]
    public void L2AloneHasTheClosedFormOfOneFeature()
    {
        // As above, n log(1 + exp(-2a)) + L2 a^2 is least where a (1 + exp(2a)) = n / L2; a = 1 for this L2.
        SoftmaxRegression model = FitSigns(40, new() { L1Regularization = 0, L2Regularization = (float)(40 / (1 + Math.Exp(2))) });
        Assert.AreEqual(1, model.Weights[0][0], 0.01);
        Assert.AreEqual(-1, model.Weights[1][0], 0.01);
    }

    [TestMethod]
    public void WithoutInformationBiasesGiveTheClassFrequencies()
    {
        uint[] labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2];
        SoftmaxRegression model = Fit([.. labels.Select(l => new Row { Label = l, Features = new float[4] })], new());
        double[] p = model.Probabilities(new float[4]);
        Assert.AreEqual(0.6, p[0], 0.002);
        Assert.AreEqual(0.3, p[1], 0.002);
        Assert.AreEqual(0.1, p[2], 0.002);
    }

    [TestMethod]
    public void ExampleWeightTwoEqualsTheRowTwiceUnderL2()
    {
        Row[] rows = Rows.Clouds(120);
        foreach (Row row in rows.Take(40))
            row.Weight = 2;
        Row[] doubled = [.. rows, .. rows.Take(40)];
        LbfgsMaximumEntropyMulticlassTrainer.Options Options(string weight) =>
            new() { L1Regularization = 0, L2Regularization = 2, ExampleWeightColumnName = weight };
        AssertSameProbabilities(Fit(doubled, Options(null)), Fit(rows, Options("Weight")), rows, 0.01);
    }

    [TestMethod]
    public void L1CountsRowsAndNotTheirWeights()
    {
        // The loss is divided by the sum of weights, L1 by the number of rows: scaling all weights changes nothing.
        Row[] rows = Rows.Clouds(120);
        LbfgsMaximumEntropyMulticlassTrainer.Options Options() =>
            new() { L1Regularization = 5, L2Regularization = 0, ExampleWeightColumnName = "Weight" };
        SoftmaxRegression once = Fit(rows, Options());
        foreach (Row row in rows)
            row.Weight = 8;
        AssertSameProbabilities(once, Fit(rows, Options()), rows, 0.01);
    }

    [TestMethod]
    public void NonNegativeWeightsSatisfyTheBoundedOptimum()
    {
        Row[] rows = Rows.Clouds(300);
        SoftmaxRegression model = Fit(rows, new() { L1Regularization = 1, L2Regularization = 1, EnforceNonNegativity = true });
        double[][] gradient = model.Gradient(rows);
        int zeros = 0;
        for (int c = 0; c < 3; c++)
            for (int j = 0; j < 4; j++)
            {
                double w = model.Weights[c][j], slope = (gradient[c][j] + w + 1) / rows.Length;
                Assert.IsTrue(w >= 0, $"class {c}, feature {j}: {w}");
                Assert.IsTrue(slope > -Tolerance && (w == 0 || slope < Tolerance), $"class {c}, feature {j}: weight {w}, slope {slope}");
                zeros += w == 0 ? 1 : 0;
            }
        Assert.IsTrue(zeros is > 0 and < 12, $"{zeros} of 12 weights are zero");
    }

    [TestMethod]
    public void WithoutL1TheBoundHoldsForTheBiasesToo()
    {
        Row[] rows = Rows.Clouds(300);
        SoftmaxRegression model = Fit(rows, new() { L1Regularization = 0, EnforceNonNegativity = true });
        Assert.IsTrue(model.Biases.Concat(model.Weights.SelectMany(w => w)).All(p => p >= 0));
        double[][] gradient = model.Gradient(rows);
        for (int c = 0; c < 3; c++)
            Assert.AreEqual(0, gradient[c][4] / rows.Length, Tolerance, $"class {c}, bias");
    }

    [TestMethod]
    public void TheWayToTheOptimumDoesNotMoveIt()
    {
        Row[] rows = Rows.Clouds(3000);
        SoftmaxRegression expected = Fit(rows, new());
        AssertSameProbabilities(expected, Fit(rows, new() { NumberOfThreads = 1 }), rows, 0.01);
        AssertSameProbabilities(expected, Fit(rows, new() { NumberOfThreads = 3 }), rows, 0.01);
        AssertSameProbabilities(expected, Fit(rows, new() { HistorySize = 2 }), rows, 0.01);
        AssertSameProbabilities(expected, Fit(rows, new() { InitialWeightsDiameter = 1 }), rows, 0.01);
    }

    [TestMethod]
    public void ContinuedTrainingStaysAtTheOptimum()
    {
        Row[] rows = Rows.Clouds(300);
        IDataView data = Rows.View(_ml, rows);
        LbfgsMaximumEntropyMulticlassTrainer OneStep() => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 1 });
        MaximumEntropyModelParameters optimum = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(data).Model;
        AssertSameProbabilities(new(optimum), new(OneStep().Fit(data, optimum).Model), rows, 0.005);

        double afterOneStep = new SoftmaxRegression(OneStep().Fit(data).Model).Probabilities(rows[0].Features)[0];
        double atOptimum = new SoftmaxRegression(optimum).Probabilities(rows[0].Features)[0];
        Assert.AreNotEqual(atOptimum, afterOneStep, 0.02, "one step from zero should not reach the optimum");
    }

    // Every weight balances the loss against both penalties; a zero weight has a gradient within L1. Returns the number of zero weights.
    private int AssertSubgradientConditions(double l1, LbfgsMaximumEntropyMulticlassTrainer.Options options)
    {
        Row[] rows = Rows.Clouds(300);
        SoftmaxRegression model = Fit(rows, options);
        double[][] gradient = model.Gradient(rows);
        int zeros = 0;
        for (int c = 0; c < 3; c++)
        {
            for (int j = 0; j < 4; j++)
            {
                double w = model.Weights[c][j], smooth = (gradient[c][j] + w) / rows.Length;
                if (w == 0)
                    Assert.IsTrue(Math.Abs(smooth) < l1 / rows.Length + Tolerance, $"class {c}, feature {j}: {smooth}");
                else
                    Assert.AreEqual(-Math.Sign(w) * l1 / rows.Length, smooth, Tolerance, $"class {c}, feature {j}");
                zeros += w == 0 ? 1 : 0;
            }
            Assert.AreEqual(0, gradient[c][4] / rows.Length, Tolerance, $"class {c}, bias");
        }
        return zeros;
    }

    private static void AssertSameProbabilities(
        SoftmaxRegression expected, SoftmaxRegression actual, IEnumerable<Row> rows, double tolerance)
    {
        foreach (Row row in rows)
        {
            double[] p = expected.Probabilities(row.Features), q = actual.Probabilities(row.Features);
            for (int c = 0; c < p.Length; c++)
                Assert.AreEqual(p[c], q[c], tolerance);
        }
    }

    private SoftmaxRegression Fit(Row[] rows, LbfgsMaximumEntropyMulticlassTrainer.Options options) =>
        new(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options).Fit(Rows.View(_ml, rows)).Model);

    private SoftmaxRegression FitSigns(int count, LbfgsMaximumEntropyMulticlassTrainer.Options options)
    {
        IEnumerable<SignRow> rows = Enumerable.Range(0, count).Select(
            i => new SignRow { Label = (uint)(i % 2), Features = [i % 2 == 0 ? 1 : -1] });
        return new(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options).Fit(_ml.Data.LoadFromEnumerable(rows)).Model);
    }

    private sealed class SignRow
    {
        [KeyType(2)]
        public uint Label;

        [VectorType(1)]
        public float[] Features;
    }
}
