using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Transforms;

[TestClass]
public sealed class NormalizationTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Slots that go from -2 to 4, are constant, and have a missing value.</summary>
    private IDataView Data => _ml.Data.LoadFromEnumerable<Row>(
    [
        new() { Slots = [-2, 7, 1], Number = 10 },
        new() { Slots = [4, 7, float.NaN], Number = 20 },
        new() { Slots = [1, 7, 3], Number = 40 },
    ]);

    [TestMethod]
    public void MinMaxWithZeroFixedDividesByTheLargestSize() => CollectionAssert.AreEqual(
        new float[] { -0.5f, 0, 1 / 3f, 1, 0, float.NaN, 0.25f, 0, 1 }, Slots(_ml.Transforms.NormalizeMinMax("Slots")), new Close());

    [TestMethod]
    public void MinMaxMovesTheLeastToZeroIfItMay() => CollectionAssert.AreEqual(
        new float[] { 0, 0, 0, 1, 0, float.NaN, 0.5f, 0, 1 }, Slots(_ml.Transforms.NormalizeMinMax("Slots", fixZero: false)), new Close());

    [TestMethod]
    public void MeanVarianceWithZeroFixedDividesByTheRootMeanSquare()
    {
        float first = (float)Math.Sqrt((4 + 16 + 1) / 3.0), third = (float)Math.Sqrt((1 + 9) / 2.0);
        CollectionAssert.AreEqual(new[] { -2 / first, 0, 1 / third, 4 / first, 0, float.NaN, 1 / first, 0, 3 / third },
            Slots(_ml.Transforms.NormalizeMeanVariance("Slots")), new Close());
    }

    [TestMethod]
    public void MeanVarianceMovesTheMeanToZeroIfItMay()
    {
        float first = (float)Math.Sqrt(6); // population variance of -2, 4 and 1
        CollectionAssert.AreEqual(new[] { -3 / first, 0, -1, 3 / first, 0, float.NaN, 0, 0, 1 },
            Slots(_ml.Transforms.NormalizeMeanVariance("Slots", fixZero: false)), new Close());
    }

    [TestMethod]
    public void AScalarOfDoublesStaysOne()
    {
        IDataView data = _ml.Transforms.NormalizeMinMax("Scaled", "Number", fixZero: false).InChainOn(Data);
        Assert.AreEqual("Scaled: Double {IsNormalized}", data.Schema["Scaled"].ToString());
        CollectionAssert.AreEqual(new[] { 0, 1 / 3.0, 1 }, data.GetColumn<double>("Scaled").ToArray(), new Close());
    }

    [TestMethod]
    public void OnlyTheFirstRowsCountIfSoAsked()
    {
        float[] slots = Slots(_ml.Transforms.NormalizeMinMax("Slots", maximumExampleCount: 2, fixZero: false));
        Assert.AreEqual(0.5f, slots[6]);
        Assert.AreEqual(0, slots[2], "one number in the first two rows: constant");
    }

    [TestMethod]
    public void TheOutputIsMarkedNormalizedAndKeepsSlotNames()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Slots"].AddAnnotation("SlotNames", new[] { "a", "b", "c" }, new VectorDataViewType(TextDataViewType.Instance, 3));
        definition["Slots"].AddAnnotation("Other", 1f, NumberDataViewType.Single);
        IDataView data = _ml.Data.LoadFromEnumerable([new Row(), new Row()], definition);
        IDataView scaled = _ml.Transforms.NormalizeMinMax("Slots").InChainOn(data);
        Assert.AreEqual("Slots: Vector<Single, 3> {IsNormalized, SlotNames}", scaled.Schema["Slots"].ToString());
        Assert.IsTrue(scaled.Schema["Slots"].IsNormalized());
    }

    [TestMethod]
    public void SeveralColumnsAreLearnedInOnePass()
    {
        var counting = new CountingView(Data);
        IEstimator<ITransformer> estimator = _ml.Transforms.NormalizeMinMax(
            [new InputOutputColumnPair("A", "Slots"), new InputOutputColumnPair("B", "Number")]);
        estimator.Fit(counting);
        Assert.AreEqual(1, counting.CursorsOpened);
    }

    [TestMethod]
    public void OtherColumnsAreRefusedBeforeAndAfterFitting()
    {
        foreach (string wrong in (string[])["Text", "Variable", "Nothing"])
        {
            NormalizingEstimator estimator = _ml.Transforms.NormalizeMinMax("Out", wrong);
            Assert.Throws<ArgumentOutOfRangeException>(() => estimator.InChainOn(Data), wrong);
            Assert.Throws<ArgumentException>(() => estimator.Fit(Data), wrong);
        }
    }

    [TestMethod]
    public void ASavedNormalizerComesBack()
    {
        ITransformer model = _ml.Transforms.NormalizeMeanVariance("Slots", fixZero: false)
            .Append(_ml.Transforms.NormalizeMinMax("Number")).Fit(Data);
        ITransformer loaded = Reloaded.From(_ml, model, Data.Schema);
        foreach (IDataView data in (IDataView[])[model.Transform(Data), loaded.Transform(Data)])
            Assert.AreEqual("Number: Double {IsNormalized}", data.Schema["Number"].ToString());
        CollectionAssert.AreEqual(Slots(model), Slots(loaded));
        CollectionAssert.AreEqual(
            model.Transform(Data).GetColumn<double>("Number").ToArray(), loaded.Transform(Data).GetColumn<double>("Number").ToArray());
    }

    private float[] Slots(NormalizingEstimator estimator) => Slots(estimator.Fit(Data));

    private float[] Slots(ITransformer model) => [.. model.Transform(Data).GetColumn<float[]>("Slots").SelectMany(v => v)];

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Slots { get; set; } = new float[3];

        public double Number { get; set; }

        public string Text { get; set; } = "";

        public float[] Variable { get; set; } = [1];
    }
}
