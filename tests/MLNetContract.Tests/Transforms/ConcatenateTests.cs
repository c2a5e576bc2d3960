using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Transforms;

[TestClass]
public sealed class ConcatenateTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ScalarsAndVectorsFollowEachOther()
    {
        IDataView output = Concatenate(Data(), "Y", "V", "X");
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 5), output.Schema["Out"].Type);
        CollectionAssert.AreEqual(new float[] { 20, 1, 2, 3, 10 }, output.GetColumn<float[]>("Out").First());
    }

    [TestMethod]
    public void MostlyEmptyVectorsStaySparse()
    {
        IDataView output = Concatenate(Data(), "S", "X", "S");
        VBuffer<float> value = output.GetColumn<VBuffer<float>>("Out").First();
        Assert.IsFalse(value.IsDense);
        CollectionAssert.AreEqual(new[] { 3, 8, 12 }, value.GetIndices().ToArray());
        CollectionAssert.AreEqual(new float[] { 7, 10, 7 }, value.GetValues().ToArray());
        Assert.IsTrue(Concatenate(Data(), "V", "X").GetColumn<VBuffer<float>>("Out").First().IsDense);
    }

    [TestMethod]
    public void SlotNamesArePrefixedWithTheColumn()
    {
        IDataView output = Concatenate(Data(names: ["a", "", "c"]), "X", "V", "S");
        VBuffer<ReadOnlyMemory<char>> names = default;
        output.Schema["Out"].GetSlotNames(ref names);
        Assert.AreEqual("X|V.a||V.c||||||||", string.Join("|", names.DenseValues()));
        Assert.IsTrue(output.Schema["Out"].HasSlotNames());
        Assert.IsFalse(Concatenate(Data(), "V", "S").Schema["Out"].HasSlotNames());
    }

    [TestMethod]
    public void OneVectorIsPassedThroughWithItsAnnotations()
    {
        IDataView output = Concatenate(Data(names: ["a", "b", "c"]), "V");
        VBuffer<ReadOnlyMemory<char>> names = default;
        output.Schema["Out"].GetSlotNames(ref names);
        Assert.AreEqual("a|b|c", string.Join("|", names.DenseValues()));
        Assert.AreEqual("Out: Vector<Single, 1> {SlotNames}", Concatenate(Data(), "X").Schema["Out"].ToString());
    }

    [TestMethod]
    public void CategoricalRangesMoveWithTheirSlots()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        var oneRange = new VectorDataViewType(NumberDataViewType.Int32, 1, 2);
        definition["V"].AddAnnotation("CategoricalSlotRanges", new VBuffer<int>(2, [0, 2]), oneRange);
        IDataView output = Concatenate(Data(definition), "V", "X", "V");
        VBuffer<int> ranges = default;
        output.Schema["Out"].Annotations.GetValue("CategoricalSlotRanges", ref ranges);
        CollectionAssert.AreEqual(new[] { 0, 2, 4, 6 }, ranges.DenseValues().ToArray());
        DataViewSchema.Column annotation = output.Schema["Out"].Annotations.Schema["CategoricalSlotRanges"];
        Assert.AreEqual("CategoricalSlotRanges: Vector<Int32, 2, 2>", annotation.ToString());
    }

    [TestMethod]
    public void NormalizedOnlyIfAllInputsAre()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["V"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        definition["X"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        Assert.IsTrue(Concatenate(Data(definition), "V", "X").Schema["Out"].IsNormalized());
        Assert.IsFalse(Concatenate(Data(definition), "V", "Y").Schema["Out"].IsNormalized());
    }

    [TestMethod]
    public void AnUnknownSizeMakesTheOutputUnknown()
    {
        IDataView output = Concatenate(Data(), "X", "Open");
        Assert.AreEqual("Out: Vector<Single>", output.Schema["Out"].ToString());
        CollectionAssert.AreEqual(new float[] { 10, 4, 5 }, output.GetColumn<float[]>("Out").First());
        CollectionAssert.AreEqual(new float[] { 11 }, output.GetColumn<float[]>("Out").Last());
    }

    [TestMethod]
    public void AVectorOfAnotherSizeThanDeclaredIsAnError()
    {
        IDataView output = Concatenate(_ml.Data.LoadFromEnumerable([new Row { V = [1, 2] }]), "X", "V");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => output.GetColumn<float[]>("Out").ToArray());
        Assert.AreEqual("Column 'V': expected 3 slots, but got 2", error.GetBaseException().Message);
    }

    [TestMethod]
    public void InputsOfOtherTypesAreRefused()
    {
        IDataView data = Data();
        var missing = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ChainFit(data, "X", "Z"));
        StringAssert.Contains(missing.Message, "Could not find input column 'Z'");
        var type = Assert.ThrowsExactly<InvalidOperationException>(() => ChainFit(data, "X", "Double"));
        Assert.AreEqual("Concatenated columns should have the same type. " +
            "Column 'Double' has type of Double, but expected column type is Single.", type.Message);
        var key = Assert.ThrowsExactly<InvalidOperationException>(() => ChainFit(data, "Key"));
        Assert.AreEqual("Column 'Key' is key. Concatenation of keys is unsupported.", key.Message);
        var late = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Concatenate(data, "X", "Double"));
        StringAssert.Contains(late.Message, "Schema mismatch for input column 'Double': expected Single, got Double");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("Out"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("Out", "X", ""));
    }

    [TestMethod]
    public void OnlyWantedInputsAreRead()
    {
        var source = new CountingView(Data());
        Concatenate(source, "X", "V").GetColumn<float[]>("Out").ToArray();
        Assert.AreEqual((2, 2, 0), (source.Fetched("X"), source.Fetched("V"), source.Fetched("S")));
    }

    private IDataView Concatenate(IDataView data, params string[] inputs) => _ml.Transforms.Concatenate("Out", inputs).On(data);

    private void ChainFit(IDataView data, params string[] inputs) => _ml.Transforms.Concatenate("Out", inputs).InChainOn(data);

    private IDataView Data(SchemaDefinition definition = null, string[] names = null)
    {
        definition ??= SchemaDefinition.Create(typeof(Row));
        if (names != null)
            definition["V"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, names.Length));
        Row[] rows =
        [
            new() { X = 10, Y = 20, V = [1, 2, 3], S = new(8, 1, [7], [3]), Open = [4, 5] },
            new() { X = 11, V = [1, 2, 3], S = new(8, 0, [], []) },
        ];
        return _ml.Data.LoadFromEnumerable(rows, definition);
    }

    private sealed class Row
    {
        public float X { get; set; }

        public float Y { get; set; }

        public double Double { get; set; }

        [VectorType(3)]
        public float[] V { get; set; }

        [VectorType(8)]
        public VBuffer<float> S { get; set; }

        public float[] Open { get; set; }

        [KeyType(3)]
        public uint Key { get; set; }
    }
}
