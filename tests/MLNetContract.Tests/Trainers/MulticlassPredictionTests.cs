using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MLNetContract.Tests.Trainers;

[TestClass]
public sealed class MulticlassPredictionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(4)]
    [DataRow(37)]
    public void ScoreIsTheSoftmaxOfTheLinearScores(int features)
    {
        Row[] rows = Rows.Clouds(60, features);
        MulticlassPredictionTransformer<MaximumEntropyModelParameters> transformer = Fit(View(rows));
        var model = new SoftmaxRegression(transformer.Model);
        float[][] scores = [.. transformer.Transform(View(rows)).GetColumn<float[]>("Score")];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] expected = model.Probabilities(rows[i].Features);
            for (int c = 0; c < 3; c++)
                Assert.AreEqual(expected[c], scores[i][c], 1e-5);
            Assert.AreEqual(1, scores[i].Sum(), 1e-5);
        }
    }

    [TestMethod]
    public void PredictedLabelIsTheKeyOfTheLargestScore()
    {
        Row[] rows = Rows.Clouds(60);
        IDataView scored = Fit(View(rows)).Transform(View(rows));
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        uint[] predicted = [.. scored.GetColumn<uint>("PredictedLabel")];
        for (int i = 0; i < rows.Length; i++)
            Assert.AreEqual((uint)Array.IndexOf(scores[i], scores[i].Max()) + 1, predicted[i]);
        Assert.HasCount(3, predicted.Distinct());
    }

    [TestMethod]
    public void EqualScoresPredictTheFirstClass()
    {
        // Three classes alike: zero is the optimum, and every score a third.
        IDataView data = View([.. Enumerable.Range(0, 6).Select(i => new Row { Label = (uint)(i % 3), Features = new float[4] })]);
        IDataView scored = Fit(data).Transform(data);
        Assert.IsTrue(scored.GetColumn<float[]>("Score").All(s => s[0] == s[1] && s[1] == s[2]));
        Assert.IsTrue(scored.GetColumn<uint>("PredictedLabel").All(l => l == 1));
    }

    [TestMethod]
    public void AppendsPredictedLabelThenScore()
    {
        IDataView data = View(Rows.Clouds(30));
        DataViewSchema schema = Fit(data).GetOutputSchema(data.Schema);
        CollectionAssert.AreEqual(new[] { "Label", "Features", "Weight", "PredictedLabel", "Score" }, schema.Select(c => c.Name).ToArray());
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 3), schema["PredictedLabel"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), schema["Score"].Type);
    }

    [TestMethod]
    public void TextKeyValuesNameTheSlotsOfScoreAndTheKeysOfPredictedLabel()
    {
        string[] names = ["ant", "bee", "cat"];
        IDataView data = Named(Rows.Clouds(30), names);
        DataViewSchema schema = Fit(data).Transform(data).Schema;
        VBuffer<ReadOnlyMemory<char>> values = default;
        schema["PredictedLabel"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(names, Text(values));
        schema["Score"].GetSlotNames(ref values);
        CollectionAssert.AreEqual(names, Text(values));
        schema["Score"].Annotations.GetValue("TrainingLabelValues", ref values);
        CollectionAssert.AreEqual(names, Text(values));
    }

    [TestMethod]
    public void NumericKeyValuesReachPredictedLabelButNameNoSlots()
    {
        IDataView data = Named(Rows.Clouds(30), new VBuffer<float>(3, [10, 20, 30]), NumberDataViewType.Single);
        DataViewSchema schema = Fit(data).Transform(data).Schema;
        VBuffer<float> values = default;
        schema["PredictedLabel"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new float[] { 10, 20, 30 }, values.DenseValues().ToArray());
        schema["Score"].Annotations.GetValue("TrainingLabelValues", ref values);
        CollectionAssert.AreEqual(new float[] { 10, 20, 30 }, values.DenseValues().ToArray());
        Assert.IsFalse(schema["Score"].HasSlotNames());
    }

    [TestMethod]
    public void AnnotationsMarkTheScoreColumnSet()
    {
        IDataView data = View(Rows.Clouds(30));
        DataViewSchema schema = Fit(data).Transform(data).Schema;
        foreach (string name in new[] { "Score", "PredictedLabel" })
        {
            ReadOnlyMemory<char> text = default;
            schema[name].Annotations.GetValue("ScoreColumnKind", ref text);
            Assert.AreEqual("MulticlassClassification", text.ToString());
            schema[name].Annotations.GetValue("ScoreValueKind", ref text);
            Assert.AreEqual(name, text.ToString());
            uint set = 0;
            schema[name].Annotations.GetValue("ScoreColumnSetId", ref set);
            Assert.AreEqual(1u, set);
        }
        IDataView twice = Fit(data).Transform(Fit(data).Transform(data));
        uint second = 0;
        twice.Schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref second);
        Assert.AreEqual(2u, second);
    }

    [TestMethod]
    public void EstimatorPromisesTheSchemaOfTheTransformer()
    {
        IDataView data = Named(Rows.Clouds(30), ["a", "b", "c"]);
        var spy = new ShapeSpy(Fit(data));
        _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Append(spy).Fit(data);
        SchemaShape.Column score = spy.Seen.Single(c => c.Name == "Score"), label = spy.Seen.Single(c => c.Name == "PredictedLabel");
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, score.Kind);
        Assert.AreEqual(NumberDataViewType.Single, score.ItemType);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Scalar, label.Kind);
        Assert.AreEqual(NumberDataViewType.UInt32, label.ItemType);
        Assert.IsTrue(label.IsKey);

        DataViewSchema actual = Fit(data).GetOutputSchema(data.Schema);
        foreach (SchemaShape.Column column in new[] { score, label })
            CollectionAssert.AreEquivalent(
                actual[column.Name].Annotations.Schema.Select(a => a.Name).ToArray(),
                column.Annotations.Select(a => a.Name).ToArray(),
                column.Name);
    }

    [TestMethod]
    public void PredictionEngineAgreesWithTransform()
    {
        Row[] rows = Rows.Clouds(60);
        MulticlassPredictionTransformer<MaximumEntropyModelParameters> transformer = Fit(View(rows));
        float[][] scores = [.. transformer.Transform(View(rows)).GetColumn<float[]>("Score")];
        PredictionEngine<Row, Prediction> engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(transformer, View(rows).Schema);
        for (int i = 0; i < rows.Length; i++)
        {
            Prediction prediction = engine.Predict(rows[i]);
            CollectionAssert.AreEqual(scores[i], prediction.Score);
            Assert.AreEqual((uint)Array.IndexOf(scores[i], scores[i].Max()) + 1, prediction.PredictedLabel);
        }
    }

    [TestMethod]
    public void PipelineFromTextLabelsPredictsTextLabels()
    {
        string[] names = ["ant", "bee", "cat"];
        IDataView data = _ml.Data.LoadFromEnumerable(
            Rows.Clouds(200).Select(r => new Beast { Kind = names[r.Label], X = r.Features[0], Y = r.Features[1] }));
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label", "Kind")
            .Append(_ml.Transforms.Concatenate("Features", "X", "Y"))
            .AppendCacheCheckpoint(_ml)
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedKind", "PredictedLabel"));
        IDataView scored = pipeline.Fit(data).Transform(data);
        string[] truth = [.. scored.GetColumn<string>("Kind")], predicted = [.. scored.GetColumn<string>("PredictedKind")];
        double accuracy = truth.Zip(predicted, (t, p) => t == p ? 1.0 : 0).Average();
        Assert.AreEqual(_ml.MulticlassClassification.Evaluate(scored).MicroAccuracy, accuracy, 1e-12);
        Assert.IsTrue(accuracy > 0.5, $"{accuracy}");
    }

    [TestMethod]
    public void SparseRowsScoreAsTheirDenseForm()
    {
        Row[] rows = Rows.Clouds(40);
        foreach (Row row in rows)
            row.Features[1] = row.Features[2] = 0;
        IDataView sparseView = _ml.Data.LoadFromEnumerable(rows.Select(r => new SparseRow
        {
            Label = r.Label,
            Features = new VBuffer<float>(4, 2, [r.Features[0], r.Features[3]], [0, 3]),
        }));
        float[][] expected = [.. Fit(View(rows)).Transform(View(rows)).GetColumn<float[]>("Score")];
        float[][] actual = [.. Fit(sparseView).Transform(sparseView).GetColumn<float[]>("Score")];
        for (int i = 0; i < rows.Length; i++)
            for (int c = 0; c < 3; c++)
                Assert.AreEqual(expected[i][c], actual[i][c], 1e-3);
    }

    [TestMethod]
    public void MissingFeatureGivesMissingPrediction()
    {
        MulticlassPredictionTransformer<MaximumEntropyModelParameters> transformer = Fit(View(Rows.Clouds(60)));
        IDataView scored = transformer.Transform(View([new Row { Features = [0, float.NaN, 0, 0] }]));
        Assert.AreEqual(0u, scored.GetColumn<uint>("PredictedLabel").Single());
        Assert.IsTrue(scored.GetColumn<float[]>("Score").Single().All(float.IsNaN));
    }

    [TestMethod]
    public void TransformerKnowsItsFeatureColumn()
    {
        MulticlassPredictionTransformer<MaximumEntropyModelParameters> transformer = Fit(View(Rows.Clouds(30)));
        Assert.AreEqual("Features", transformer.FeatureColumnName);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 4), transformer.FeatureColumnType);
    }

    private static string[] Text(VBuffer<ReadOnlyMemory<char>> values) => [.. values.DenseValues().Select(v => v.ToString())];

    private IDataView View(Row[] rows) => Rows.View(_ml, rows);

    private IDataView Named(Row[] rows, string[] keyValues) =>
        Named(rows, new VBuffer<ReadOnlyMemory<char>>(3, [.. keyValues.Select(v => v.AsMemory())]), TextDataViewType.Instance);

    private IDataView Named<T>(Row[] rows, VBuffer<T> keyValues, PrimitiveDataViewType type)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        definition["Label"].AddAnnotation("KeyValues", keyValues, new VectorDataViewType(type, 3));
        return _ml.Data.LoadFromEnumerable(rows, definition);
    }

    private MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView data) =>
        _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(data);

    // A chain shows each of its estimators the shape that the one before promised.
    private sealed class ShapeSpy(ITransformer fitted) : IEstimator<ITransformer>
    {
        public SchemaShape Seen { get; private set; }

        public ITransformer Fit(IDataView input) => fitted;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
    }

    private sealed class Prediction
    {
        public uint PredictedLabel = 0;
        public float[] Score = null;
    }

    private sealed class Beast
    {
        public string Kind;
        public float X;
        public float Y;
    }

    private sealed class SparseRow
    {
        [KeyType(3)]
        public uint Label;

        [VectorType(4)]
        public VBuffer<float> Features;
    }
}
