using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace MLNetContract.Tests.Transforms;

[TestClass]
public sealed class MissingValueTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable<Row>(
    [
        new() { Slots = [1, float.NaN], Number = 2 },
        new() { Slots = [float.NaN, 5], Number = double.NaN },
        new() { Slots = [4, 7], Number = 8 },
    ]);

    [TestMethod]
    [DataRow(ReplacementMode.DefaultValue, 0f, 0f)]
    [DataRow(ReplacementMode.Mean, 2.5f, 6f)]
    [DataRow(ReplacementMode.Minimum, 1f, 5f)]
    [DataRow(ReplacementMode.Maximum, 4f, 7f)]
    public void ANumberTakesThePlaceOfAMissingOneSlotBySlot(ReplacementMode mode, float first, float second) =>
        CollectionAssert.AreEqual(new[] { 1, second, first, 5, 4, 7 },
            Slots(_ml.Transforms.ReplaceMissingValues("Slots", replacementMode: mode).InChainOn(Data)));

    [TestMethod]
    public void OneNumberCanServeForAllSlots() => CollectionAssert.AreEqual(new float[] { 1, 4.25f, 4.25f, 5, 4, 7 },
        Slots(_ml.Transforms.ReplaceMissingValues("Slots", replacementMode: ReplacementMode.Mean, imputeBySlot: false).On(Data)));

    [TestMethod]
    public void AScalarIsReplacedToo() => CollectionAssert.AreEqual(new[] { 2.0, 5, 8 },
        _ml.Transforms.ReplaceMissingValues("Number", replacementMode: ReplacementMode.Mean).InChainOn(Data)
            .GetColumn<double>("Number").ToArray());

    [TestMethod]
    public void MissingValuesAreIndicated()
    {
        IDataView data = _ml.Transforms.IndicateMissingValues("Missing", "Slots").InChainOn(Data);
        Assert.AreEqual("Missing: Vector<Boolean, 2> {IsNormalized}", data.Schema["Missing"].ToString());
        CollectionAssert.AreEqual(new[] { false, true, true, false, false, false },
            data.GetColumn<bool[]>("Missing").SelectMany(v => v).ToArray());
        IDataView scalar = _ml.Transforms.IndicateMissingValues("Missing", "Number").InChainOn(Data);
        CollectionAssert.AreEqual(new[] { false, true, false }, scalar.GetColumn<bool>("Missing").ToArray());
    }

    [TestMethod]
    public void RowsWithMissingValuesCanBeLeftOut()
    {
        Assert.AreEqual(1, _ml.Data.FilterRowsByMissingValues(Data, "Slots").GetColumn<double>("Number").Count());
        CollectionAssert.AreEqual(
            new[] { 2.0, 8 }, _ml.Data.FilterRowsByMissingValues(Data, "Number").GetColumn<double>("Number").ToArray());
        Assert.AreEqual(8.0, _ml.Data.FilterRowsByMissingValues(Data, "Slots", "Number").GetColumn<double>("Number").Single());
        Assert.Throws<ArgumentException>(() => _ml.Data.FilterRowsByMissingValues(Data, "Nothing"));
    }

    [TestMethod]
    public void ATypeWithoutMissingValuesIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.ReplaceMissingValues("Count").InChainOn(Data));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.IndicateMissingValues("Missing", "Count").InChainOn(Data));
    }

    [TestMethod]
    public void ReplacementsComeBackFromAFile()
    {
        ITransformer model = _ml.Transforms.IndicateMissingValues("Missing", "Slots")
            .Append(_ml.Transforms.ReplaceMissingValues("Slots", replacementMode: ReplacementMode.Mean))
            .Append(_ml.Transforms.ReplaceMissingValues("Number")).Fit(Data);
        IDataView expected = model.Transform(Data), actual = Reloaded.From(_ml, model, Data.Schema).Transform(Data);
        CollectionAssert.AreEqual(expected.Schema.Select(c => c.ToString()).ToArray(), actual.Schema.Select(c => c.ToString()).ToArray());
        CollectionAssert.AreEqual(Slots(expected), Slots(actual));
        CollectionAssert.AreEqual(expected.GetColumn<double>("Number").ToArray(), actual.GetColumn<double>("Number").ToArray());
    }

    private static float[] Slots(IDataView data) => [.. data.GetColumn<float[]>("Slots").SelectMany(v => v)];

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Slots { get; set; }

        public double Number { get; set; }

        public int Count { get; set; }
    }
}
