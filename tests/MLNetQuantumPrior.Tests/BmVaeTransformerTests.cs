using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class BmVaeTransformerTests
{
    private const int Count = 300, Latents = 6; // more than two batches of the look-ahead

    private static readonly MLContext Ml = new(seed: 1);
    private static readonly Row[] Rows = Row.Generate(Count);
    private static readonly IDataView View = Ml.Data.LoadFromEnumerable(Rows);
    private static readonly BmVaeTransformer Transformer = Ml.Transforms.BmVae(new BmVaeEstimator.Options
    {
        LatentSize = Latents, HiddenSizes = [16], Training = new() { Epochs = 5, BatchSize = 32, Chains = 16 }, Seed = 1,
    }).Fit(View);

    private static readonly float[][] Expected = [.. Rows.Select(Bits)];

    [TestMethod]
    public void LatentsAreTheMoreLikelyBits()
    {
        float[][] latents = [.. Transformer.Transform(View).GetColumn<float[]>("Latent")];

        Assert.HasCount(Count, latents);
        AssertEqual(Expected, latents);
        Assert.IsTrue(latents.Select(bits => string.Concat(bits)).Distinct().Count() > 4, "different images have different codes");
    }

    [TestMethod]
    public void TransformIsLazy()
    {
        var source = new RecordingView(View);

        IDataView transformed = Transformer.Transform(source);
        Assert.IsEmpty(source.Opened);

        Assert.AreEqual(Count, transformed.GetColumn<int>("Number").Count());
        CollectionAssert.AreEqual(new[] { "Number" }, source.Opened.Single(), "no features are read for a consumer that wants no latents");

        using DataViewRowCursor cursor = transformed.GetRowCursor([transformed.Schema["Latent"]]);
        CollectionAssert.AreEqual(new[] { "Features" }, source.Opened[1]);
        int before = source.RowsRead;
        Assert.IsTrue(cursor.MoveNext());
        Assert.IsTrue(source.RowsRead - before < Count, "the first row does not need all others");
    }

    [TestMethod]
    public void EveryColumnOfARowStaysTogether()
    {
        IDataView transformed = Transformer.Transform(View);
        using DataViewRowCursor cursor = transformed.GetRowCursor(transformed.Schema);
        using DataViewRowCursor source = View.GetRowCursor(View.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(transformed.Schema["Latent"]);
        var features = cursor.GetGetter<VBuffer<float>>(transformed.Schema["Features"]);
        var label = cursor.GetGetter<ReadOnlyMemory<char>>(transformed.Schema["Label"]);
        var (id, sourceId) = (cursor.GetIdGetter(), source.GetIdGetter());
        VBuffer<float> bits = default, pixels = default;
        ReadOnlyMemory<char> text = default;
        DataViewRowId rowId = default, expectedId = default;

        foreach ((Row row, float[] code) in Rows.Zip(Expected))
        {
            Assert.IsTrue(cursor.MoveNext() && source.MoveNext());
            latent(ref bits);
            features(ref pixels);
            label(ref text);
            id(ref rowId);
            sourceId(ref expectedId);
            CollectionAssert.AreEqual(code, bits.DenseValues().ToArray());
            CollectionAssert.AreEqual(row.Features, pixels.DenseValues().ToArray());
            Assert.AreEqual(row.Label, text.ToString());
            Assert.AreEqual(expectedId, rowId);
            Assert.AreEqual((source.Position, source.Batch), (cursor.Position, cursor.Batch));
        }

        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void ParallelCursorsTogetherGiveEveryRowOnce()
    {
        IDataView transformed = Transformer.Transform(View);
        DataViewRowCursor[] cursors = transformed.GetRowCursorSet([transformed.Schema["Latent"], transformed.Schema["Number"]], 4);
        var seen = new float[Count][];

        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                var latent = cursor.GetGetter<VBuffer<float>>(transformed.Schema["Latent"]);
                var number = cursor.GetGetter<int>(transformed.Schema["Number"]);
                VBuffer<float> bits = default;
                int index = 0;
                while (cursor.MoveNext())
                {
                    latent(ref bits);
                    number(ref index);
                    Assert.IsNull(Interlocked.Exchange(ref seen[index], [.. bits.DenseValues()]));
                }
            }
        });

        AssertEqual(Expected, seen);
    }

    [TestMethod]
    public void ConcurrentConsumersGetTheSameBits() =>
        Parallel.For(0, 16, _ => AssertEqual(Expected, [.. Transformer.Transform(View).GetColumn<float[]>("Latent")]));

    private sealed class Prediction
    {
        public float[] Latent { get; set; } = [];

        public int Number { get; set; }
    }

    [TestMethod]
    public void PredictionEngineGivesTheSameBits()
    {
        using var engine = Ml.Model.CreatePredictionEngine<Row, Prediction>(
            Transformer, new PredictionEngineOptions { OwnsTransformer = false });

        foreach ((Row row, float[] code) in Rows.Zip(Expected).Take(50))
        {
            Prediction prediction = engine.Predict(row);
            CollectionAssert.AreEqual(code, prediction.Latent);
            Assert.AreEqual(row.Number, prediction.Number);
        }
    }

    [TestMethod]
    public void OutputHidesAColumnOfTheSameName()
    {
        BmVaeTransformer transformer = Ml.Transforms.BmVae("Features", latentSize: 4, numberOfEpochs: 1, seed: 1).Fit(View);

        IDataView transformed = transformer.Transform(View);

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 4), transformed.Schema["Features"].Type);
        Assert.IsTrue(transformed.GetColumn<float[]>("Features").All(bits => bits.Length == 4 && bits.All(bit => bit is 0 or 1)));
    }

    [TestMethod]
    public void SparseVectorsAreReadLikeDenseOnes()
    {
        var sparse = Rows.Select(row => new SparseRow
        {
            Features = new(
                Row.Size, row.Features.Count(x => x != 0), [.. row.Features.Where(x => x != 0)],
                [.. Enumerable.Range(0, Row.Size).Where(i => row.Features[i] != 0)]),
        });

        AssertEqual(Expected, [.. Transformer.Transform(Ml.Data.LoadFromEnumerable(sparse)).GetColumn<float[]>("Latent")]);
    }

    private sealed class SparseRow
    {
        [VectorType(Row.Size)]
        public VBuffer<float> Features { get; set; }
    }

    [TestMethod]
    public void WrongInputIsNamed()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            Transformer.Transform(Ml.Data.LoadFromEnumerable([new Short()])));
        StringAssert.Contains(error.Message, "expected Vector<Single, 36>, as in training, got Vector<Single, 3>");

        Row[] rows = Row.Generate(2);
        rows[1].Features[3] = float.NaN;
        IDataView transformed = Transformer.Transform(Ml.Data.LoadFromEnumerable(rows));
        var range = Assert.ThrowsExactly<ArgumentException>(() => transformed.GetColumn<float[]>("Latent").ToArray());
        StringAssert.Contains(range.Message, "Input column 'Features', row 1, slot 3: expected a finite number, got NaN.");
    }

    private sealed class Short
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [0, 1, 0];
    }

    [TestMethod]
    public void WrongGettersAreNamed()
    {
        IDataView transformed = Transformer.Transform(View);
        using DataViewRowCursor cursor = transformed.GetRowCursor([transformed.Schema["Latent"]]);

        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(transformed.Schema["Latent"])).Message,
            "'Latent'");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(transformed.Schema["Number"])).Message,
            "'Number'");
        VBuffer<float> bits = default;
        Assert.ThrowsExactly<InvalidOperationException>(
            () => cursor.GetGetter<VBuffer<float>>(transformed.Schema["Latent"])(ref bits), "before the first row");
    }

    [TestMethod]
    public void CachedLatentsAreComputedOnce()
    {
        var source = new RecordingView(View);
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(Ml.Transforms.BmVae(new BmVaeEstimator.Options
            {
                LatentSize = 4, HiddenSizes = [8], Training = new() { Epochs = 1, BatchSize = 32 }, Seed = 1,
            }))
            .AppendCacheCheckpoint(Ml)
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));

        pipeline.Fit(source);

        Assert.AreEqual(2, source.Opened.Count(columns => columns.Contains("Features")), "once to train the autoencoder, once to encode");
    }

    [TestMethod]
    public void EvaluationIsThatOfTheModel()
    {
        float[] rows = [.. Rows.SelectMany(row => row.Features)];

        BmVaeMetrics fromView = Transformer.Evaluate(View, new() { ImportanceSamples = 3, Seed = 2 });

        Assert.AreEqual(
            ModelEvaluation.Measure(Transformer.Model, new(Row.Size, rows), new() { ImportanceSamples = 3, Seed = 2 }), fromView);
    }

    [TestMethod]
    public void TheLogSaysWhereLogZIsNotKnown()
    {
        var ml = new MLContext(seed: 1);
        var lines = new ConcurrentQueue<string>();
        ml.Log += (_, log) => lines.Enqueue(log.RawMessage);
        VaeArchitecture architecture = VaeArchitecture.Mlp(Row.Size, [8], 40);
        SpinGraph graph = SpinGraph.Complete(architecture.LatentSize);
        float[] couplings = [.. Enumerable.Range(0, graph.Edges.Length).Select(e => e % 3 == 0 ? -0.3f : 0.3f)];
        var model = new BmVaeModel(
            architecture, new float[architecture.ParameterCount], new(graph, new float[architecture.LatentSize], couplings));
        using var vae = new BmVaeTransformer(model, "Latent", "Features") { Environment = ml };

        vae.Evaluate(View, new() { ImportanceSamples = 1, Annealing = new() { Temperatures = 2000 } });
        Assert.IsFalse(lines.Any(line => line.Contains("log Z is known to", StringComparison.Ordinal)));

        BmVaeMetrics metrics = vae.Evaluate(View, new() { ImportanceSamples = 1, Annealing = new() { Temperatures = 1, Chains = 128 } });
        Assert.IsNotNull(metrics.Warning);
        CollectionAssert.Contains(lines, $"BM-VAE: {metrics.Warning}");
    }

    [TestMethod]
    public void TransformerOfASavedModelGivesTheSameBits()
    {
        using var file = new MemoryStream();
        Transformer.Model.Save(file);
        file.Position = 0;

        using var loaded = new BmVaeTransformer(BmVaeModel.Load(file), "Latent", "Features");

        AssertEqual(Expected, [.. loaded.Transform(View).GetColumn<float[]>("Latent")]);
    }

    private static float[] Bits(Row row)
    {
        float[] logits = new float[Latents];
        Transformer.Model.Encode(row.Features, logits);
        return [.. logits.Select(logit => logit > 0 ? 1f : 0f)];
    }

    private static void AssertEqual(float[][] expected, float[][] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int row = 0; row < expected.Length; row++)
        {
            CollectionAssert.AreEqual(expected[row], actual[row], $"row {row}");
        }
    }
}
