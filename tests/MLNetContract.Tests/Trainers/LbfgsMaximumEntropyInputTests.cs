using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace MLNetContract.Tests.Trainers;

/// <summary>What the trainer accepts, skips and refuses, and in which words.</summary>
[TestClass]
public sealed class LbfgsMaximumEntropyInputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void RowsWithMissingLabelOrFeatureAreSkippedWithAWarning()
    {
        Row[] good = Rows.Clouds(60);
        Row[] all =
        [
            .. good,
            new Row { Label = 3, Features = [9, 9, 9, 9] },
            new Row { Label = 0, Features = [9, float.NaN, 9, 9] },
            new Row { Label = 0, Features = [float.PositiveInfinity, 9, 9, 9] },
            new Row { Label = 0, Features = [9, 9, 9, 9], Weight = 0 },
        ];
        List<string> warnings = [];
        _ml.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Warning) warnings.Add(e.RawMessage); };
        LbfgsMaximumEntropyMulticlassTrainer Trainer() =>
            _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(exampleWeightColumnName: "Weight");
        var expected = new SoftmaxRegression(Trainer().Fit(View(good)).Model);
        Assert.IsFalse(warnings.Any(w => w.StartsWith("Skipped")), string.Join(" | ", warnings));
        var actual = new SoftmaxRegression(Trainer().Fit(View(all)).Model);
        CollectionAssert.Contains(warnings, "Skipped 4 instances with missing features/label/weight during training");
        for (int c = 0; c < 3; c++)
            for (int j = 0; j < 4; j++)
                Assert.AreEqual(expected.Weights[c][j], actual.Weights[c][j], 1e-6);
    }

    [TestMethod]
    public void NoUsableRowIsRefused()
    {
        IDataView data = View([new Row { Label = 3, Features = new float[4] }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Trainer().Fit(data));
        Assert.AreEqual("No valid training instances found, all instances have missing features.", error.Message);
    }

    [TestMethod]
    public void LogTellsTheSelectionOfL1()
    {
        List<string> messages = [];
        _ml.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Info) messages.Add(e.RawMessage); };
        MaximumEntropyModelParameters model = Trainer().Fit(View(Rows.Clouds(60))).Model;
        int used = 3 + new SoftmaxRegression(model).Weights.Sum(w => w.Count(v => v != 0));
        CollectionAssert.Contains(messages, $"L1 regularization selected {used} of 15 weights.");
        CollectionAssert.Contains(messages, "num vars: 15");
    }

    [TestMethod]
    public void QuietTrainerKeepsTheSelectionToItself()
    {
        List<string> messages = [];
        _ml.Log += (_, e) => messages.Add(e.RawMessage);
        _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { Quiet = true })
            .Fit(View(Rows.Clouds(60)));
        Assert.IsFalse(messages.Any(m => m.StartsWith("L1 regularization")));
    }

    [TestMethod]
    public void ColumnsGoByTheirNames()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(
            Rows.Clouds(60).Select(r => new Renamed { Kind = r.Label, Latent = r.Features, Importance = 1 }));
        MulticlassPredictionTransformer<MaximumEntropyModelParameters> transformer =
            _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Kind", "Latent", "Importance").Fit(data);
        Assert.AreEqual("Latent", transformer.FeatureColumnName);
        Assert.HasCount(60, transformer.Transform(data).GetColumn<float[]>("Score"));
    }

    [TestMethod]
    public void TrainerShowsTheColumnsItExpects()
    {
        LbfgsMaximumEntropyMulticlassTrainer trainer = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("L", "F", "W");
        Assert.AreEqual("F", trainer.FeatureColumn.Name);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, trainer.FeatureColumn.Kind);
        Assert.AreEqual("L", trainer.LabelColumn.Name);
        Assert.IsTrue(trainer.LabelColumn.IsKey);
        Assert.AreEqual("W", trainer.WeightColumn.Name);
        Assert.IsTrue(trainer.Info.NeedNormalization);
        Assert.IsTrue(trainer.Info.WantCaching);
    }

    [TestMethod]
    [DataRow("Label", "Z", null, "Could not find feature column 'Z'")]
    [DataRow("Z", "Features", null, "Could not find label column 'Z'")]
    [DataRow("Label", "Features", "Z", "Could not find weight column 'Z'")]
    [DataRow("Label", "Weight", null, "Schema mismatch for feature column 'Weight': expected Vector<Single>, got Single")]
    [DataRow("Label", "Variable", null, "Schema mismatch for feature column 'Variable': expected Vector<Single>, got VarVector<Single>")]
    [DataRow("Label", "Doubles", null, "Schema mismatch for feature column 'Doubles': expected Vector<Single>, got Vector<Double>")]
    [DataRow("Weight", "Features", null, "Schema mismatch for label column 'Weight': expected Key<UInt32>, got Single")]
    [DataRow("Number", "Features", null, "Schema mismatch for label column 'Number': expected Key<UInt32>, got UInt32")]
    [DataRow("Label", "Features", "Label", "Schema mismatch for weight column 'Label': expected Single, got Key<UInt32>")]
    public void WrongColumnsAreNamed(string label, string features, string weight, string message)
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Columns { Features = new float[4], Variable = [1], Doubles = [1, 2] }]);
        LbfgsMaximumEntropyMulticlassTrainer trainer = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(label, features, weight);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(data));
        StringAssert.StartsWith(error.Message, message + " (Parameter");
    }

    [TestMethod]
    public void OutputSchemaOfWrongColumnsIsRefusedBeforeTraining()
    {
        IDataView data = View(Rows.Clouds(3));
        EstimatorChain<MulticlassPredictionTransformer<MaximumEntropyModelParameters>> chain =
            new EstimatorChain<ITransformer>().Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Z"));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(data));
        StringAssert.StartsWith(error.Message, "Could not find feature column 'Z'");
    }

    [TestMethod]
    public void TransformRefusesOtherFeatures()
    {
        MulticlassPredictionTransformer<MaximumEntropyModelParameters> transformer = Trainer().Fit(View(Rows.Clouds(30)));
        IDataView narrow = _ml.Data.LoadFromEnumerable([new Narrow { Features = new float[3] }]);
        IDataView none = _ml.Data.LoadFromEnumerable([new Renamed { Latent = new float[4] }]);
        var mismatch = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transformer.GetOutputSchema(narrow.Schema));
        StringAssert.StartsWith(
            mismatch.Message, "Schema mismatch for feature column 'Features': expected Vector<Single, 4>, got Vector<Single, 3>");
        var missing = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transformer.GetOutputSchema(none.Schema));
        StringAssert.StartsWith(missing.Message, "Could not find feature column 'Features'");
        var transform = Assert.ThrowsExactly<InvalidOperationException>(() => transformer.Transform(narrow));
        Assert.AreEqual("Incompatible features column type: 'Vector<Single, 3>' vs 'Vector<Single, 4>'", transform.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => transformer.Transform(none));
    }

    [TestMethod]
    public void OptionsOutOfRangeAreNamed()
    {
        AssertRefused(new() { L2Regularization = -1 }, "L2Regularization", "Must be non-negative");
        AssertRefused(new() { L1Regularization = -1 }, "L1Regularization", "Must be non-negative");
        AssertRefused(new() { OptimizationTolerance = 0 }, "OptimizationTolerance", "Must be positive");
        AssertRefused(new() { HistorySize = 0 }, "HistorySize", "Must be positive");
        AssertRefused(new() { MaximumNumberOfIterations = 0 }, "MaximumNumberOfIterations", "Must be positive");
        AssertRefused(new() { NumberOfThreads = 0 }, "NumberOfThreads", "Must be positive (or empty for default)");
    }

    [TestMethod]
    public void ContinuationWithOtherFeaturesIsRefused()
    {
        MaximumEntropyModelParameters model = Trainer().Fit(View(Rows.Clouds(30))).Model;
        IDataView narrow = _ml.Data.LoadFromEnumerable([new Narrow { Features = new float[3] }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Trainer().Fit(narrow, model));
        Assert.AreEqual("The input training data must have the same features used to train the input predictor.", error.Message);
    }

    private void AssertRefused(LbfgsMaximumEntropyMulticlassTrainer.Options options, string name, string message)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options));
        Assert.AreEqual(name, error.ParamName);
        StringAssert.StartsWith(error.Message, message);
    }

    private IDataView View(Row[] rows) => Rows.View(_ml, rows);

    private LbfgsMaximumEntropyMulticlassTrainer Trainer() => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy();

    private sealed class Renamed
    {
        [KeyType(3)]
        public uint Kind;

        [VectorType(4)]
        public float[] Latent;

        public float Importance;
    }

    private sealed class Narrow
    {
        [KeyType(3)]
        public uint Label = 0;

        [VectorType(3)]
        public float[] Features;
    }

    private sealed class Columns
    {
        [KeyType(3)]
        public uint Label = 0;

        [VectorType(4)]
        public float[] Features;

        public float[] Variable;

        [VectorType(2)]
        public double[] Doubles;

        public float Weight = 1;

        public uint Number = 1;
    }
}
