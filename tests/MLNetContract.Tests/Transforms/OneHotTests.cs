using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Transforms;

[TestClass]
public sealed class OneHotTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable<Row>(
    [
        new() { Colour = "red", Code = 5, Pair = ["a", "b"], Several = ["a"] },
        new() { Colour = "blue", Code = 3, Pair = ["b", "b"], Several = ["b", "a"] },
        new() { Colour = "", Code = 5, Pair = ["c", "a"], Several = [] },
    ]);

    [TestMethod]
    public void ATextBecomesOneSlotAValue()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("Hot", "Colour").InChainOn(Data);
        Assert.AreEqual("Hot: Vector<Single, 2> {SlotNames, CategoricalSlotRanges, IsNormalized}", data.Schema["Hot"].ToString());
        CollectionAssert.AreEqual(new[] { "red", "blue" }, SlotNames(data));
        CollectionAssert.AreEqual(new[] { 0, 1 }, Ranges(data));
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 1, 0, 0 }, Values(data), "an empty text is a missing value");
    }

    [TestMethod]
    public void ValuesMayBeSorted()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding(
            "Hot", "Colour", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).On(Data);
        CollectionAssert.AreEqual(new[] { "blue", "red" }, SlotNames(data));
    }

    [TestMethod]
    public void NumbersNameTheirSlotsToo()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("Hot", "Code").InChainOn(Data);
        CollectionAssert.AreEqual(new[] { "5", "3" }, SlotNames(data));
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 1, 1, 0 }, Values(data));
    }

    [TestMethod]
    public void AVectorGetsOneRangeASlot()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("Hot", "Pair").InChainOn(Data);
        Assert.AreEqual("Vector<Single, 2, 3>", data.Schema["Hot"].Type.ToString());
        CollectionAssert.AreEqual(new[] { "[0].a", "[0].b", "[0].c", "[1].a", "[1].b", "[1].c" }, SlotNames(data));
        CollectionAssert.AreEqual(new[] { 0, 2, 3, 5 }, Ranges(data));
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 0, 1, 0 }, data.GetColumn<float[]>("Hot").First());
    }

    [TestMethod]
    public void ABagCountsTheValues()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("Hot", "Pair", OneHotEncodingEstimator.OutputKind.Bag).InChainOn(Data);
        Assert.AreEqual("Hot: Vector<Single, 3> {SlotNames}", data.Schema["Hot"].ToString());
        CollectionAssert.AreEqual(new float[] { 1, 1, 0, 0, 2, 0, 1, 0, 1 }, Values(data));
        IDataView several = _ml.Transforms.Categorical.OneHotEncoding("Hot", "Several", OneHotEncodingEstimator.OutputKind.Bag).On(Data);
        CollectionAssert.AreEqual(new float[] { 1, 0, 1, 1, 0, 0 }, Values(several));
    }

    [TestMethod]
    public void AVectorOfUnknownSizeStaysOne()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("Hot", "Several").InChainOn(Data);
        Assert.IsFalse(((VectorDataViewType)data.Schema["Hot"].Type).IsKnownSize);
        CollectionAssert.AreEqual(new[] { 2, 4, 0 }, data.GetColumn<float[]>("Hot").Select(v => v.Length).ToArray());
    }

    [TestMethod]
    public void AKeyCanBeAskedFor()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("Hot", "Colour", OneHotEncodingEstimator.OutputKind.Key).On(Data);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 0 }, data.GetColumn<uint>("Hot").ToArray());
    }

    [TestMethod]
    public void AKeyBecomesAVectorByItself()
    {
        IDataView data = _ml.Transforms.Conversion.MapValueToKey("Key", "Colour")
            .Append(_ml.Transforms.Conversion.MapKeyToVector("Hot", "Key")).Fit(Data).Transform(Data);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 1, 0, 0 }, Values(data));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapKeyToVector("Hot", "Colour").Fit(Data));
    }

    [TestMethod]
    public void RangesMoveWithTheirSlotsWhenConcatenated()
    {
        IDataView data = _ml.Transforms.Categorical.OneHotEncoding("First", "Colour")
            .Append(_ml.Transforms.Categorical.OneHotEncoding("Second", "Pair"))
            .Append(_ml.Transforms.Concatenate("Hot", "Number", "First", "Second")).Fit(Data).Transform(Data);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 5, 6, 8 }, Ranges(data));
        string[] expected =
            ["Number", "First.red", "First.blue", .. SlotNames(data, "Second").Select(name => $"Second.{name}")];
        CollectionAssert.AreEqual(expected, SlotNames(data));
    }

    [TestMethod]
    public void TheEncodingComesBackFromAFile()
    {
        ITransformer model = _ml.Transforms.Categorical.OneHotEncoding(
            [new InputOutputColumnPair("Hot", "Pair"), new InputOutputColumnPair("Code")]).Fit(Data);
        IDataView expected = model.Transform(Data), actual = Reloaded.From(_ml, model, Data.Schema).Transform(Data);
        CollectionAssert.AreEqual(Values(expected), Values(actual));
        CollectionAssert.AreEqual(SlotNames(expected), SlotNames(actual));
        CollectionAssert.AreEqual(SlotNames(expected, "Code"), SlotNames(actual, "Code"));
    }

    private static float[] Values(IDataView data) => [.. data.GetColumn<float[]>("Hot").SelectMany(v => v)];

    private static string[] SlotNames(IDataView data, string column = "Hot")
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[column].Annotations.GetValue("SlotNames", ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static int[] Ranges(IDataView data)
    {
        VBuffer<int> ranges = default;
        data.Schema["Hot"].Annotations.GetValue("CategoricalSlotRanges", ref ranges);
        return [.. ranges.DenseValues()];
    }

    private sealed class Row
    {
        public string Colour { get; set; }

        public int Code { get; set; }

        public float Number { get; set; }

        [VectorType(2)]
        public string[] Pair { get; set; }

        public string[] Several { get; set; }
    }
}
