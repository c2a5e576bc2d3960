using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Onnx;
using MLNetContract.Tests.Doubles;
using MLNetContract.Tests.Onnx;

namespace MLNetContract.Tests.Models;

[TestClass]
public sealed class ModelFileTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly LinearModel _onnx = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.zip");

    public void Dispose()
    {
        _onnx.Dispose();
        File.Delete(_file);
    }

    [TestMethod]
    public void ASchemaComesBackWithTypesAndAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Many));
        definition["Vector"].AddAnnotation("SlotNames", new[] { "a", "", "ç" }, new VectorDataViewType(TextDataViewType.Instance, 3));
        definition["Vector"].AddAnnotation("Ranges", new[] { 0, 2 }, new VectorDataViewType(NumberDataViewType.Int32, 1, 2));
        definition["Vector"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        definition["Key"].AddAnnotation("KeyValues", new[] { 0.5, -1.5 }, new VectorDataViewType(NumberDataViewType.Double, 2));
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(new[] { new Many() }, definition).Schema;
        SaveAndLoad(new TransformerChain<ITransformer>(), schema, out DataViewSchema loaded);

        CollectionAssert.AreEqual(schema.Select(c => c.ToString()).ToArray(), loaded.Select(c => c.ToString()).ToArray());
        VBuffer<ReadOnlyMemory<char>> names = default;
        loaded["Vector"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "a", "", "ç" }, names.DenseValues().Select(n => n.ToString()).ToArray());
        VBuffer<int> ranges = default;
        loaded["Vector"].Annotations.GetValue("Ranges", ref ranges);
        CollectionAssert.AreEqual(new[] { 0, 2 }, ranges.DenseValues().ToArray());
        VBuffer<double> values = default;
        loaded["Key"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { 0.5, -1.5 }, values.DenseValues().ToArray());
        Assert.IsTrue(loaded["Vector"].IsNormalized());
    }

    [TestMethod]
    public void WithoutASchemaThereIsNone()
    {
        SaveAndLoad(new TransformerChain<ITransformer>(), null, out DataViewSchema schema);
        Assert.IsNull(schema);
    }

    [TestMethod]
    public void AChainComesBackWithItsPartsAndScopes()
    {
        var chain = (ITransformer)_ml.Transforms.CopyColumns("Other", "Number")
            .Append(_ml.Transforms.DropColumns("Half"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.SelectColumns("Other", "Features", "Text"))
            .Fit(Data);
        var loaded = (TransformerChain<ITransformer>)SaveAndLoad(chain, Data.Schema, out _);
        CollectionAssert.AreEqual(
            new[] { typeof(ColumnCopyingTransformer), typeof(ColumnSelectingTransformer), typeof(ColumnSelectingTransformer) },
            loaded.Select(t => t.GetType()).ToArray());
        Assert.AreEqual(2, loaded.GetModelFor(TransformerScope.Scoring).Count(), "what is for training only stays so");
        Same(chain.Transform(Data), loaded.Transform(Data));
    }

    [TestMethod]
    public void HiddenColumnsAreKeptIfTheyWere()
    {
        ITransformer model = _ml.Transforms.CopyColumns("Half", "Number")
            .Append(_ml.Transforms.SelectColumns(["Half"], keepHidden: true)).Fit(Data);
        Assert.AreEqual(2, SaveAndLoad(model, Data.Schema, out _).Transform(Data).Schema.Count);
    }

    [TestMethod]
    public void ConcatenatedColumnsComeBack() => ComesBack(_ml.Transforms.Concatenate("All", "Half", "Features"));

    [TestMethod]
    [DataRow("Text")]
    [DataRow("Number")]
    [DataRow("Half")]
    [DataRow("Features")]
    public void KeysComeBackWithTheirValues(string column) => ComesBack(
        _ml.Transforms.Conversion.MapValueToKey("Key", column, addKeyValueAnnotationsAsText: column == "Half")
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Value", "Key")));

    [TestMethod]
    public void AClassifierComesBackWithItsClasses()
    {
        IDataView labelled = _ml.Transforms.Conversion.MapValueToKey("Label", "Text").On(Data);
        ITransformer model = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(labelled);
        ITransformer loaded = SaveAndLoad(model, labelled.Schema, out _);
        IDataView expected = model.Transform(labelled), actual = loaded.Transform(labelled);
        Same(expected, actual);
        CollectionAssert.AreEqual(Scores(expected), Scores(actual));
    }

    [TestMethod]
    public void AnOnnxModelComesBackWithoutItsFile()
    {
        IDataView data = LinearModel.View(_ml, 3);
        ITransformer model = _ml.Transforms.ApplyOnnxModel(["Y", "Positive"], ["X"], _onnx.File).Fit(data);
        _ml.Model.Save(model, data.Schema, _file);
        (model as IDisposable)?.Dispose();
        _onnx.Dispose();

        ITransformer loaded = _ml.Model.Load(_file, out _);
        Assert.IsInstanceOfType<OnnxTransformer>(loaded);
        IDataView result = loaded.Transform(data);
        Assert.AreEqual("Y: Vector<Single, 2> {SlotNames}", result.Schema["Y"].ToString());
        CollectionAssert.AreEqual(LinearModel.Expected(LinearModel.Row.At(2).X), result.GetColumn<float[]>("Y").Last());

        // And so on from there.
        ITransformer again = SaveAndLoad(loaded, data.Schema, out _);
        using var engine = _ml.Model.CreatePredictionEngine<LinearModel.Row, LinearModel.Result>(again);
        CollectionAssert.AreEqual(LinearModel.Expected(LinearModel.Row.At(1).X), engine.Predict(LinearModel.Row.At(1)).Y);
    }

    [TestMethod]
    public void TheFileOfAnOnnxModelIsReadAgainWhenItIsSaved()
    {
        IDataView data = LinearModel.View(_ml, 1);
        ITransformer model = _ml.Transforms.ApplyOnnxModel("Y", "X", _onnx.File).Fit(data);
        using var other = new LinearModel(batch: 1);
        File.Delete(_onnx.File);
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.Save(model, data.Schema, _file));
        File.Copy(other.File, _onnx.File);
        _ml.Model.Save(model, data.Schema, _file);
        using ZipArchive archive = ZipFile.OpenRead(_file);
        Assert.AreEqual(new FileInfo(other.File).Length + sizeof(int), archive.GetEntry("TransformerChain/OnnxModel").Length);
    }

    [TestMethod]
    public void ShapesGivenForAnOnnxModelComeBack()
    {
        IDataView data = LinearModel.View(_ml, 2);
        var shapes = new Dictionary<string, int[]> { ["Y.nd"] = [-1, 2] };
        ITransformer model = _ml.Transforms.ApplyOnnxModel("Y.nd", "X", _onnx.File, shapes).Fit(data);
        Assert.AreEqual("Vector<Single>", model.GetOutputSchema(data.Schema)["Y.nd"].Type.ToString());
        Same(model.Transform(data), SaveAndLoad(model, data.Schema, out _).Transform(data));
    }

    [TestMethod]
    public void TheGraphLiesInTheArchiveBehindItsLength()
    {
        IDataView data = LinearModel.View(_ml, 1);
        byte[] graph = File.ReadAllBytes(_onnx.File);
        ITransformer model = _ml.Transforms.ApplyOnnxModel("Y", "X", _onnx.File)
            .Append(_ml.Transforms.CopyColumns("Z", "Y")).Fit(data);
        _ml.Model.Save(model, data.Schema, _file);
        using ZipArchive archive = ZipFile.OpenRead(_file);
        ZipArchiveEntry entry = archive.GetEntry("TransformerChain/Transform_000/OnnxModel");
        Assert.IsNotNull(entry);
        using var reader = new BinaryReader(entry.Open());
        Assert.AreEqual(graph.Length, reader.ReadInt32());
        CollectionAssert.AreEqual(graph, reader.ReadBytes(graph.Length));
    }

    [TestMethod]
    public void ATransformerOfAnotherPackageCanSaveItselfAsAnOnnxModel()
    {
        IDataView data = LinearModel.View(_ml, 2);
        var onnx = _ml.Transforms.ApplyOnnxModel("Y", "X", _onnx.File).Fit(data);
        var model = new TransformerChain<ITransformer>(new Foreign(((ICanSaveModel)onnx).Save),
            _ml.Transforms.CopyColumns("Z", "Y").Fit(onnx.Transform(data)));
        var loaded = (TransformerChain<ITransformer>)SaveAndLoad(model, data.Schema, out _);
        Assert.IsInstanceOfType<OnnxTransformer>(loaded.First());
        CollectionAssert.AreEqual(LinearModel.Expected(LinearModel.Row.At(1).X), loaded.Transform(data).GetColumn<float[]>("Z").Last());
    }

    [TestMethod]
    public void ATransformerMustSayWhatItSaves()
    {
        using var stream = new MemoryStream();
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Save(new Foreign(_ => { }), Data.Schema, stream));
        Assert.AreEqual("ModelSignature not specified!", error.Message);
    }

    [TestMethod]
    public void SomethingElseThanAModelIsRefused()
    {
        File.WriteAllText(_file, "nothing of the kind");
        Assert.ThrowsExactly<FormatException>(() => _ml.Model.Load(_file, out _));
        File.Delete(_file);
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.Load(_file, out _));
    }

    private IDataView Data => Numbered.View(_ml, 6);

    private void ComesBack(IEstimator<ITransformer> estimator)
    {
        ITransformer model = estimator.Fit(Data);
        Same(model.Transform(Data), SaveAndLoad(model, Data.Schema, out _).Transform(Data));
    }

    private ITransformer SaveAndLoad(ITransformer model, DataViewSchema schema, out DataViewSchema loadedSchema) =>
        Reloaded.From(_ml, model, schema, out loadedSchema);

    private static void Same(IDataView expected, IDataView actual)
    {
        CollectionAssert.AreEqual(expected.Schema.Select(c => c.ToString()).ToArray(), actual.Schema.Select(c => c.ToString()).ToArray());
        CollectionAssert.AreEqual(Text(expected), Text(actual));
    }

    private static string[] Text(IDataView data) => [.. data.Preview().RowView.SelectMany(row => row.Values).Select(v => v.Value switch
    {
        VBuffer<float> vector => $"{v.Key}: {string.Join(" ", vector.DenseValues())}",
        VBuffer<uint> vector => $"{v.Key}: {string.Join(" ", vector.DenseValues())}",
        _ => $"{v.Key}: {v.Value}",
    })];

    private static float[] Scores(IDataView data) => [.. data.GetColumn<float[]>("Score").SelectMany(s => s)];

    private sealed class Many
    {
        public float Single { get; set; }

        public long Integer { get; set; }

        public string Text { get; set; } = "";

        public bool Truth { get; set; }

        public TimeSpan Time { get; set; }

        [KeyType(2)]
        public uint Key { get; set; }

        [VectorType(3)]
        public double[] Vector { get; set; } = new double[3];

        [VectorType(2, 2)]
        public byte[] Matrix { get; set; } = new byte[4];

        public string[] Variable { get; set; } = [];
    }

    /// <summary>A transformer of code outside of ML.NET that changes nothing.</summary>
    private sealed class Foreign(Action<ModelSaveContext> save) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        void ICanSaveModel.Save(ModelSaveContext ctx) => save(ctx);
    }
}
