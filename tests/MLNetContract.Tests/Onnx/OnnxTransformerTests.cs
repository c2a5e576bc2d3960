using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Onnx;

[TestClass]
public sealed class OnnxTransformerTests : IDisposable
{
    private static readonly string[] s_flat = ["Y", "Positive"];

    private readonly MLContext _ml = new(seed: 1);
    private readonly LinearModel _model = new();

    public void Dispose() => _model.Dispose();

    [TestMethod]
    public void ABatchDimensionShowsInTheType()
    {
        DataViewSchema schema = _ml.Transforms.ApplyOnnxModel(_model.File).Fit(Data(1)).GetOutputSchema(Data(1).Schema);
        string[] expected =
        [
            "X: Vector<Single, 3>", "Y.nd: Vector<Single, 1, 2>", "Y: Vector<Single, 2> {SlotNames}", "Positive: Vector<Boolean, 2>",
            "Total: Single",
        ];
        CollectionAssert.AreEqual(expected, schema.Select(c => c.ToString()).ToArray());
    }

    [TestMethod]
    public void ValuesAreThoseOfTheGraph()
    {
        foreach (IDataView data in (IDataView[])[Apply(s_flat).On(Data(5)), Apply(s_flat).InChainOn(Data(5))])
        {
            LinearModel.Result[] results = [.. _ml.Data.CreateEnumerable<LinearModel.Result>(data, reuseRowObject: false)];
            Assert.HasCount(5, results);
            for (int i = 0; i < results.Length; i++)
            {
                float[] expected = LinearModel.Expected(LinearModel.Row.At(i).X);
                CollectionAssert.AreEqual(expected, results[i].Y);
                CollectionAssert.AreEqual(expected.Select(y => y > 0).ToArray(), results[i].Positive);
            }
        }
    }

    [TestMethod]
    public void SlotNamesComeFromANodeOfTheGraph()
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        Apply("Y").On(Data(1)).Schema["Y"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "left", "right" }, names.DenseValues().Select(n => n.ToString()).ToArray());
    }

    [TestMethod]
    public void ASparseInputCountsAsDense()
    {
        var data = _ml.Data.LoadFromEnumerable([new Sparse { X = new VBuffer<float>(3, 1, [4f], [2]) }]);
        CollectionAssert.AreEqual(LinearModel.Expected([0, 0, 4]), Apply("Y").On(data).GetColumn<float[]>("Y").Single());
    }

    [TestMethod]
    public void ParallelCursorsGiveTheValuesOfOne()
    {
        IDataView data = Apply("Y").On(Data(500));
        DataViewSchema.Column column = data.Schema["Y"];
        DataViewRowCursor[] cursors = data.GetRowCursorSet([column], 4);
        var left = new ConcurrentBag<float>();
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
                VBuffer<float> y = default;
                while (cursor.MoveNext())
                {
                    getter(ref y);
                    left.Add(y.GetItemOrDefault(0));
                }
            }
        });
        CollectionAssert.AreEquivalent(data.GetColumn<float[]>("Y").Select(y => y[0]).ToArray(), left.ToArray());
    }

    [TestMethod]
    public void AScalarOutputHasAColumnThatCannotBeRead()
    {
        using DataViewRowCursor cursor = Apply("Total").On(Data(1)).Cursor("Total");
        float total = 0;
        ExpectAnyException(() =>
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(cursor.Schema["Total"]);
            cursor.MoveNext();
            getter(ref total);
        });
    }

    [TestMethod]
    public void OnlyTheInputIsNeededAndOnlyIfAnOutputIs()
    {
        var counting = new CountingView(Data(3));
        IDataView transformed = Apply(s_flat).Fit(counting).Transform(counting);
        Rows.ReadAll<VBuffer<float>>(transformed.Cursor("Y"), "Y");
        Assert.AreEqual(3, counting.Fetched("X"), "one run a row serves all outputs");
        using DataViewRowCursor none = transformed.GetRowCursor([]);
        while (none.MoveNext())
        {
        }
        Assert.AreEqual(3, counting.Fetched("X"));
    }

    [TestMethod]
    public void AShapeCanTakeThePlaceOfAnUnknownOne()
    {
        var shapes = new Dictionary<string, int[]> { ["Y.nd"] = [1, 2], ["X"] = [1, 3] };
        OnnxScoringEstimator estimator = _ml.Transforms.ApplyOnnxModel(["Y.nd"], ["X"], _model.File, shapes, recursionLimit: 50);
        IDataView data = estimator.On(Data(2));
        Assert.AreEqual("Y.nd: Vector<Single, 1, 2>", data.Schema["Y.nd"].ToString());
        CollectionAssert.AreEqual(LinearModel.Expected(LinearModel.Row.At(1).X), data.GetColumn<float[]>("Y.nd").Last());
        shapes["X"] = [1, 4];
        Assert.Throws<ArgumentException>(() => _ml.Transforms.ApplyOnnxModel("Y", "X", _model.File, shapes));
    }

    [TestMethod]
    public void WrongInputsAreRefusedBeforeAndAfterFitting()
    {
        OnnxScoringEstimator estimator = Apply("Y");
        IDataView doubles = _ml.Data.LoadFromEnumerable([new Doubles { X = [1, 2, 3] }]);
        IDataView longer = _ml.Data.LoadFromEnumerable([new Longer { X = [1, 2, 3, 4] }]);
        IDataView missing = Numbered.View(_ml, 1);
        foreach (IDataView wrong in (IDataView[])[doubles, missing])
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(wrong));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.InChainOn(wrong));
        }
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(longer));
        StringAssert.Contains(error.Message, "Input 'X' has shape 1,3, but input data is of length 4.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Apply("Nothing"));
    }

    [TestMethod]
    public void AFileThatIsNoModelIsRefused()
    {
        File.WriteAllText(_model.File, "nothing of the kind");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Apply("Y"));
        StringAssert.StartsWith(error.Message, "Error initializing model");
        File.Delete(_model.File);
        Assert.ThrowsExactly<IOException>(() => Apply("Y"));
    }

    [TestMethod]
    public void APredictionEngineRunsTheGraph()
    {
        using var engine = _ml.Model.CreatePredictionEngine<LinearModel.Row, LinearModel.Result>(Apply(s_flat).Fit(Data(1)));
        for (int i = 0; i < 3; i++)
        {
            LinearModel.Row row = LinearModel.Row.At(i);
            CollectionAssert.AreEqual(LinearModel.Expected(row.X), engine.Predict(row).Y);
        }
    }

    [TestMethod]
    public void TheDeviceOfTheContextIsUsed()
    {
        // Without CUDA in the native library there is none to use.
        var ml = new MLContext { GpuDeviceId = 0 };
        ExpectAnyException(() => ml.Transforms.ApplyOnnxModel("Y", "X", _model.File));
    }

    [TestMethod]
    public void OptionsNameColumnsAndThreads()
    {
        var options = new OnnxOptions { ModelFile = _model.File, InputColumns = ["X"], OutputColumns = ["Y"], IntraOpNumThreads = 1 };
        Assert.AreEqual(2, _ml.Transforms.ApplyOnnxModel(options).On(Data(1)).Schema.Count);
    }

    private IDataView Data(int rows) => LinearModel.View(_ml, rows);

    private OnnxScoringEstimator Apply(params string[] outputs) => _ml.Transforms.ApplyOnnxModel(outputs, ["X"], _model.File);

    /// <summary>ML.NET throws here whatever happens to fail first.</summary>
    private static void ExpectAnyException(Action action) => Assert.Throws<Exception>(action);

    private sealed class Sparse
    {
        [VectorType(3)]
        public VBuffer<float> X { get; set; }
    }

    private sealed class Doubles
    {
        [VectorType(3)]
        public double[] X { get; set; }
    }

    private sealed class Longer
    {
        [VectorType(4)]
        public float[] X { get; set; }
    }
}
