using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Chains;

[TestClass]
public sealed class EstimatorChainTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void EachEstimatorFitsOnWhatTheOnesBeforeMade()
    {
        IDataView view = Numbered.View(_ml, 4);
        TransformerChain<ITransformer> model = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("A", "Features"))
            .Append(_ml.Transforms.Concatenate("B", "A", "Half"))
            .Append((IEstimator<ITransformer>)_ml.Transforms.CopyColumns("C", "B"))
            .Fit(view);
        Assert.AreEqual(3, model.Count());
        Assert.AreEqual("C: Vector<Single, 4> {SlotNames}", model.Transform(view).Schema["C"].ToString());
        CollectionAssert.AreEqual(new float[] { 3, 4, 5, 1.5f }, model.Transform(view).GetColumn<float[]>("C").Last());
    }

    [TestMethod]
    public void TheWholeChainIsCheckedBeforeAnythingIsFitted()
    {
        var source = new CountingView(Numbered.View(_ml, 4));
        var chain = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Append(_ml.Transforms.CopyColumns("B", "Missing"));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(source));
        StringAssert.Contains(error.Message, "Could not find input column 'Missing'");
        Assert.AreEqual("inputSchema", error.ParamName);
        Assert.AreEqual(0, source.CursorsOpened);
    }

    [TestMethod]
    public void ShapesSaySizesKindsAndAnnotationsOfWhatWillBeMade()
    {
        SchemaShape shape = ShapeProbe.Of(_ml.Transforms.Conversion.MapValueToKey("Key", "Text").On(Numbered.View(_ml, 4)));
        SchemaShape.Column key = shape.Single(c => c.Name == "Key");
        Assert.IsTrue(key.IsKey);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Scalar, key.Kind);
        Assert.AreSame(NumberDataViewType.UInt32, key.ItemType);
        Assert.AreEqual("KeyValues", key.Annotations.Single().Name);
        SchemaShape.Column features = shape.Single(c => c.Name == "Features");
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, features.Kind);
        Assert.AreSame(NumberDataViewType.Single, features.ItemType);
    }

    [TestMethod]
    public void HiddenColumnsAreNotInTheShape()
    {
        IDataView view = Numbered.View(_ml, 1);
        IDataView hiding = _ml.Transforms.CopyColumns("Half", "Text").On(view);
        Assert.AreEqual(5, hiding.Schema.Count);
        Assert.AreEqual(4, ShapeProbe.Of(hiding).Count);
        Assert.AreSame(TextDataViewType.Instance, ShapeProbe.Of(hiding).Single(c => c.Name == "Half").ItemType);
    }

    [TestMethod]
    public void ACheckpointCachesWhatLaterEstimatorsRead()
    {
        var source = new CountingView(Numbered.View(_ml, 50));
        var readers = new[] { new PassCounter(3), new PassCounter(2) };
        _ml.Transforms.CopyColumns("Copy", "Number").AppendCacheCheckpoint(_ml).Append(readers[0]).Append(readers[1]).Fit(source);
        CollectionAssert.AreEqual(new[] { 150, 100 }, readers.Select(r => r.RowsRead).ToArray());
        Assert.AreEqual(50, source.Fetched("Number"));

        source = new CountingView(Numbered.View(_ml, 50));
        _ml.Transforms.CopyColumns("Copy", "Number").Append(new PassCounter(3)).Fit(source);
        Assert.AreEqual(150, source.Fetched("Number"), "without a checkpoint each pass computes anew");
    }

    [TestMethod]
    public void ACheckpointNeedsAnEstimatorBefore()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_ml));
        Assert.AreEqual("Current estimator chain has no estimator, can't append cache checkpoint.", error.Message);
    }

    [TestMethod]
    public void TheDelegateSeesTheFittedTransformer()
    {
        ITransformer seen = null;
        var chain = _ml.Transforms.CopyColumns("A", "Number").WithOnFitDelegate(t => seen = t).Append(_ml.Transforms.CopyColumns("B", "A"));
        ITransformer first = chain.Fit(Numbered.View(_ml, 2)).First();
        Assert.AreSame(first, seen);
    }

    [TestMethod]
    public void AppendKeepsChainsAsTheyAre()
    {
        var one = new EstimatorChain<ITransformer>().Append(_ml.Transforms.CopyColumns("A", "Number"));
        var two = one.Append(_ml.Transforms.CopyColumns("B", "A"));
        IDataView view = Numbered.View(_ml, 2);
        Assert.AreEqual(1, one.Fit(view).Count());
        Assert.AreEqual(2, two.Fit(view).Count());
        Assert.IsNotNull(two.LastEstimator);
        Assert.ThrowsExactly<ArgumentNullException>(() => one.Append<ITransformer>(null));
    }

    /// <summary>An estimator that reads the column "Copy" several times.</summary>
    private sealed class PassCounter(int passes) : IEstimator<ITransformer>
    {
        public int RowsRead { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            for (int i = 0; i < passes; i++)
                RowsRead += Rows.ReadAll<int>(input.Cursor("Copy"), "Copy").Count;
            return new TransformerChain<ITransformer>();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
