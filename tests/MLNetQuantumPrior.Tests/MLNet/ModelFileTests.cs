using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetQuantumPrior.Tests.MLNet;

/// <summary>What ML.NET writes into its model files and what comes back: our persistence is built on it.</summary>
[TestClass]
public sealed class ModelFileTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly LinearOnnx _onnx = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");

    public void Dispose()
    {
        _onnx.Dispose();
        File.Delete(_file);
    }

    [TestMethod]
    public void AChainComesBackWithItsPartsAndScopes()
    {
        IDataView data = LinearOnnx.View(_ml, 3);
        var chain = _ml.Transforms.CopyColumns("A", "X")
            .Append(_ml.Transforms.DropColumns("X"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("B", "A"))
            .Fit(data);

        var loaded = (TransformerChain<ITransformer>)SavedAndLoaded(chain, data.Schema);

        CollectionAssert.AreEqual(
            new[] { typeof(ColumnCopyingTransformer), typeof(ColumnSelectingTransformer), typeof(ColumnCopyingTransformer) },
            loaded.Select(part => part.GetType()).ToArray());
        Assert.AreEqual(2, loaded.GetModelFor(TransformerScope.Scoring).Count(), "what is for training only stays so");
        Assert.AreEqual(3, loaded.GetModelFor(TransformerScope.Testing).Count());
    }

    [TestMethod]
    public void TheGraphLiesInTheArchiveBehindItsLength()
    {
        IDataView data = LinearOnnx.View(_ml, 1);
        byte[] graph = File.ReadAllBytes(_onnx.File);
        using OnnxTransformer onnx = _onnx.Transformer(_ml, "Y");
        ITransformer copy = _ml.Transforms.CopyColumns("Z", "Y").Fit(onnx.Transform(data));
        _ml.Model.Save(new TransformerChain<ITransformer>(onnx, copy), data.Schema, _file);

        using ZipArchive archive = ZipFile.OpenRead(_file);
        using var reader = new BinaryReader(archive.GetEntry("TransformerChain/Transform_000/OnnxModel")!.Open());

        Assert.AreEqual(graph.Length, reader.ReadInt32());
        CollectionAssert.AreEqual(graph, reader.ReadBytes(graph.Length));
    }

    [TestMethod]
    public void TheFileOfAnOnnxModelIsReadAgainWhenItIsSaved()
    {
        using OnnxTransformer onnx = _onnx.Transformer(_ml, "Y");
        File.Delete(_onnx.File);
        Assert.ThrowsExactly<FileNotFoundException>(() => _ml.Model.Save(onnx, null, _file));

        File.WriteAllBytes(_onnx.File, [1, 2, 3]);
        _ml.Model.Save(onnx, null, _file);

        using ZipArchive archive = ZipFile.OpenRead(_file);
        Assert.AreEqual(sizeof(int) + 3, archive.GetEntry("TransformerChain/OnnxModel")!.Length);
    }

    [TestMethod]
    public void ATransformerOfAnotherPackageCanSaveItselfAsAnOnnxModel()
    {
        IDataView data = LinearOnnx.View(_ml, 2);
        using OnnxTransformer onnx = _onnx.Transformer(_ml, "Y");
        var model = new TransformerChain<ITransformer>(
            new Saving(((ICanSaveModel)onnx).Save), _ml.Transforms.CopyColumns("Z", "Y").Fit(onnx.Transform(data)));

        using var loaded = (TransformerChain<ITransformer>)SavedAndLoaded(model, data.Schema);

        Assert.IsInstanceOfType<OnnxTransformer>(loaded.First());
        CollectionAssert.AreEqual(LinearOnnx.Expected(LinearOnnx.Row.At(1).X), loaded.Transform(data).GetColumn<float[]>("Z").Last());
    }

    [TestMethod]
    public void ATransformerMustSayWhatItSaves()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Save(new Saving(_ => { }), null, _file));

        Assert.AreEqual("ModelSignature not specified!", error.Message);
    }

    private ITransformer SavedAndLoaded(ITransformer model, DataViewSchema schema)
    {
        _ml.Model.Save(model, schema, _file);
        return new MLContext().Model.Load(_file, out _);
    }

    /// <summary>A transformer of another package, which changes nothing and saves itself in a way of its own.</summary>
    private sealed class Saving(Action<ModelSaveContext> save) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        void ICanSaveModel.Save(ModelSaveContext ctx) => save(ctx);
    }
}
