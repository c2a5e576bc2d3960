using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Trainers;

/// <summary>Metrics of a table small enough to work out by hand.</summary>
[TestClass]
public sealed class MulticlassMetricsTests
{
    // Labels and predictions: 0 -> 0, 0 -> 0, 0 -> 1, 1 -> 1, 2 -> 0; class 2 is never predicted.
    private static readonly Scored[] s_table =
    [
        new(0, 0.8f, 0.1f, 0.1f),
        new(0, 0.5f, 0.3f, 0.2f),
        new(0, 0.3f, 0.6f, 0.1f),
        new(1, 0.2f, 0.7f, 0.1f),
        new(2, 0.5f, 0.1f, 0.4f),
    ];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void AccuraciesOfTheTable()
    {
        MulticlassClassificationMetrics metrics = Evaluate(s_table);
        Assert.AreEqual(3 / 5.0, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual((2 / 3.0 + 1 + 0) / 3, metrics.MacroAccuracy, 1e-12);
    }

    [TestMethod]
    public void LogLossesOfTheTable()
    {
        MulticlassClassificationMetrics metrics = Evaluate(s_table);
        double first = -(Math.Log(0.8) + Math.Log(0.5) + Math.Log(0.3)), second = -Math.Log(0.7), third = -Math.Log(0.4);
        Assert.AreEqual((first + second + third) / 5, metrics.LogLoss, 1e-7);
        Assert.AreEqual(first / 3, metrics.PerClassLogLoss[0], 1e-7);
        Assert.AreEqual(second, metrics.PerClassLogLoss[1], 1e-7);
        Assert.AreEqual(third, metrics.PerClassLogLoss[2], 1e-7);
        double prior = -(0.6 * Math.Log(0.6) + 0.4 * Math.Log(0.2));
        Assert.AreEqual((prior - metrics.LogLoss) / prior, metrics.LogLossReduction, 1e-12);
    }

    [TestMethod]
    public void TopKCountsTheRankOfTheLabel()
    {
        // Ranks of the label: 1, 1, 2, 1, 2.
        MulticlassClassificationMetrics metrics = Evaluate(s_table, topK: 3);
        Assert.AreEqual(3, metrics.TopKPredictionCount);
        CollectionAssert.AreEqual(new[] { 0.6, 1, 1 }, metrics.TopKAccuracyForAllK.Select(a => Math.Round(a, 12)).ToArray());
        Assert.AreEqual(1, metrics.TopKAccuracy, 1e-12);

        MulticlassClassificationMetrics without = Evaluate(s_table);
        Assert.AreEqual(0, without.TopKPredictionCount);
        Assert.AreEqual(0, without.TopKAccuracy);
        Assert.IsNull(without.TopKAccuracyForAllK);
    }

    [TestMethod]
    public void ConfusionMatrixHasTruthInRows()
    {
        ConfusionMatrix matrix = Evaluate(s_table).ConfusionMatrix;
        Assert.AreEqual(3, matrix.NumberOfClasses);
        double[][] expected = [[2, 1, 0], [0, 1, 0], [1, 0, 0]];
        for (int truth = 0; truth < 3; truth++)
            for (int predicted = 0; predicted < 3; predicted++)
            {
                Assert.AreEqual(expected[truth][predicted], matrix.Counts[truth][predicted]);
                Assert.AreEqual(expected[truth][predicted], matrix.GetCountForClassPair(predicted, truth));
            }
        CollectionAssert.AreEqual(new[] { 2 / 3.0, 1, 0 }, matrix.PerClassRecall.ToArray());
        CollectionAssert.AreEqual(new[] { 2 / 3.0, 0.5, 0 }, matrix.PerClassPrecision.ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(3, 0));
    }

    [TestMethod]
    public void ConfusionTableOfThreeClasses()
    {
        string[] expected =
        [
            "",
            "Confusion table",
            "          ||========================",
            "PREDICTED ||     0 |     1 |     2 | Recall",
            "TRUTH     ||========================",
            "        0 ||     2 |     1 |     0 | 0.6667",
            "        1 ||     0 |     1 |     0 | 1.0000",
            "        2 ||     1 |     0 |     0 | 0.0000",
            "          ||========================",
            "Precision ||0.6667 |0.5000 |0.0000 |",
            "",
        ];
        Assert.AreEqual(string.Join(Environment.NewLine, expected), Evaluate(s_table).ConfusionMatrix.GetFormattedConfusionTable());
    }

    [TestMethod]
    public void ConfusionTableNumbersLongNames()
    {
        string[] expected =
        [
            "",
            "Confusion table",
            "              ||========================",
            "PREDICTED     ||     0 |     1 |     2 | Recall",
            "TRUTH         ||========================",
            "0.        ant ||     2 |     1 |     0 | 0.6667",
            "1.        bee ||     0 |     1 |     0 | 1.0000",
            "2. chimpanzee ||     1 |     0 |     0 | 0.0000",
            "              ||========================",
            "Precision     ||0.6667 |0.5000 |0.0000 |",
            "",
        ];
        ConfusionMatrix matrix = EvaluateNamed("ant", "bee", "chimpanzee").ConfusionMatrix;
        Assert.AreEqual(string.Join(Environment.NewLine, expected), matrix.GetFormattedConfusionTable());
    }

    [TestMethod]
    public void ConfusionTableShowsShortNames()
    {
        string table = EvaluateNamed("ant", "bee", "cat").ConfusionMatrix.GetFormattedConfusionTable();
        StringAssert.Contains(table, "PREDICTED ||   ant |   bee |   cat | Recall");
        StringAssert.Contains(table, "      bee ||     0 |     1 |     0 | 1.0000");
    }

    [TestMethod]
    public void TiesGoToTheLowerClass()
    {
        MulticlassClassificationMetrics metrics = Evaluate([new(1, 0.4f, 0.4f, 0.2f), new(0, 0.4f, 0.4f, 0.2f), new(0, 0.4f, 0.4f, 0.2f)]);
        Assert.AreEqual(2 / 3.0, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual(1, metrics.ConfusionMatrix.Counts[1][0]);
        Assert.AreEqual(2, metrics.ConfusionMatrix.Counts[0][0]);
    }

    [TestMethod]
    public void RowsWithoutLabelOrWithBadScoresAreLeftOut()
    {
        MulticlassClassificationMetrics metrics = Evaluate(
            [.. s_table, new(3, 0.1f, 0.1f, 0.8f), new(0, float.NaN, 0.5f, 0.5f), new(0, float.PositiveInfinity, 0.5f, 0.5f)]);
        Assert.AreEqual(3 / 5.0, metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual(Evaluate(s_table).LogLoss, metrics.LogLoss, 1e-12);
    }

    [TestMethod]
    public void ImpossibleLabelCostsTheLogLossOfTheSmallestProbability()
    {
        MulticlassClassificationMetrics metrics = Evaluate([new(0, 0, 0.5f, 0.5f), new(1, 0, 1.5f, 0)]);
        Assert.AreEqual(-Math.Log(1e-15), metrics.PerClassLogLoss[0], 1e-5);
        Assert.AreEqual(0, metrics.PerClassLogLoss[1]);
        Assert.AreEqual(0, metrics.PerClassLogLoss[2]);
    }

    [TestMethod]
    public void LabelsBeyondTheScoresCountAsErrors()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(
            [new Wide { Label = 0, Score = [0.9f, 0.1f] }, new Wide { Label = 2, Score = [0.9f, 0.1f] }]);
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(data);
        Assert.AreEqual(0.5, metrics.MicroAccuracy);
        Assert.AreEqual(1, metrics.MacroAccuracy);
        Assert.AreEqual((-Math.Log(0.9) - Math.Log(1e-15)) / 2, metrics.LogLoss, 1e-5);
        Assert.AreEqual(1, metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()));
    }

    [TestMethod]
    public void SingleLabelsCountFromZero()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(
        [
            new Floating { Label = 1, Score = [0.1f, 0.9f] },
            new Floating { Label = 0, Score = [0.1f, 0.9f] },
            new Floating { Label = 0.5f, Score = [1, 0] },
        ]);
        Assert.AreEqual(0.5, _ml.MulticlassClassification.Evaluate(data).MicroAccuracy);
    }

    [TestMethod]
    public void ColumnsGoByTheirNames()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Renamed { Truth = 1, P = [0.1f, 0.9f], Guess = 1 }]);
        Assert.AreEqual(1, _ml.MulticlassClassification.Evaluate(data, "Truth", "P", "Guess").MicroAccuracy);
    }

    [TestMethod]
    public void WrongColumnsAreNamed()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Renamed { Truth = 1, P = [0.1f, 0.9f], Guess = 1 }]);
        void AssertRefused(string label, string score, string predictedLabel, string message)
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => _ml.MulticlassClassification.Evaluate(data, label, score, predictedLabel));
            StringAssert.StartsWith(error.Message, message);
        }

        AssertRefused("Truth", "Truth", "Guess",
            "Schema mismatch for score column 'Truth': expected vector of two or more items of type Single, got Key<UInt32, 0-1>");
        AssertRefused("P", "P", "Guess", "Schema mismatch for label column 'P': expected Single or Key, got Vector<Single, 2>");
        AssertRefused("Nothing", "P", "Guess", "Nothing column 'Label' not found");
        AssertRefused("Truth", "Nothing", "Guess", "Nothing column 'Score' not found");
        AssertRefused("Truth", "P", "Nothing", "Nothing column 'PredictedLabel' not found");
    }

    private MulticlassClassificationMetrics Evaluate(Scored[] table, int topK = 0) =>
        _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(table), topKPredictionCount: topK);

    private MulticlassClassificationMetrics EvaluateNamed(params string[] classes)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Scored));
        var names = new VBuffer<ReadOnlyMemory<char>>(3, [.. classes.Select(c => c.AsMemory())]);
        definition["Score"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, 3));
        return _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(s_table, definition));
    }

    private sealed class Scored(uint label, params float[] score)
    {
        [KeyType(3)]
        public uint Label = label;

        [VectorType(3)]
        public float[] Score = score;

        // The evaluator wants the column but judges by the scores.
        [KeyType(3)]
        public uint PredictedLabel = 0;
    }

    private sealed class Wide
    {
        [KeyType(3)]
        public uint Label;

        [VectorType(2)]
        public float[] Score;

        [KeyType(2)]
        public uint PredictedLabel = 0;
    }

    private sealed class Floating
    {
        public float Label;

        [VectorType(2)]
        public float[] Score;

        [KeyType(2)]
        public uint PredictedLabel = 0;
    }

    private sealed class Renamed
    {
        [KeyType(2)]
        public uint Truth;

        [VectorType(2)]
        public float[] P;

        [KeyType(2)]
        public uint Guess;
    }
}
