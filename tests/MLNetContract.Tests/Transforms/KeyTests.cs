using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Transforms;

[TestClass]
public sealed class KeyTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void KeysAreNumberedByOccurrence()
    {
        IDataView keys = MapToKey(Data("b", "a", "b", "c"));
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 3), keys.Schema["Key"].Type);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 3 }, keys.GetColumn<uint>("Key").ToArray());
        Assert.AreEqual("b a c", KeyValues<ReadOnlyMemory<char>>(keys, "Key"));
        Assert.IsTrue(keys.Schema["Key"].HasKeyValues());
        Assert.IsFalse(keys.Schema["Key"].HasKeyValues(NumberDataViewType.Int32));
        Assert.IsFalse(keys.Schema["Text"].HasKeyValues());
    }

    [TestMethod]
    public void KeysAreNumberedByValueWhenAsked()
    {
        IDataView data = Data("b", "a", "B", "c");
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Key", "Text",
            keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).On(data);
        Assert.AreEqual("B a b c", KeyValues<ReadOnlyMemory<char>>(keys, "Key"));
        CollectionAssert.AreEqual(new uint[] { 3, 2, 1, 4 }, keys.GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void UnseenAndMissingValuesBecomeZero()
    {
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(Data("a", "", "b"));
        CollectionAssert.AreEqual(new uint[] { 0, 2, 0, 1 }, model.Transform(Data("new", "b", null, "a")).GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void NumbersAreValuesToo()
    {
        float[] halves = [2.5f, float.NaN, -1, 2.5f];
        IDataView data = _ml.Data.LoadFromEnumerable(halves.Select((x, i) => new Numbered { Half = x, Number = i % 2 * 7 }));
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey([new("H", "Half"), new("N", "Number")]).On(data);
        CollectionAssert.AreEqual(new uint[] { 1, 0, 2, 1 }, keys.GetColumn<uint>("H").ToArray());
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 2 }, keys.GetColumn<uint>("N").ToArray());
        Assert.AreEqual("2.5 -1", KeyValues<float>(keys, "H"));
        Assert.AreEqual("0 7", KeyValues<int>(keys, "N"));
    }

    [TestMethod]
    public void VectorsAreMappedSlotBySlot()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Words { W = ["x", "y", "x"] }, new Words { W = ["z", "", "y"] }]);
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Key", "W").On(data);
        Assert.AreEqual("Key: Vector<Key<UInt32, 0-2>, 3> {KeyValues}", keys.Schema["Key"].ToString());
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1 }, keys.GetColumn<uint[]>("Key").First());
        CollectionAssert.AreEqual(new uint[] { 3, 0, 2 }, keys.GetColumn<uint[]>("Key").Last());
        IDataView back = _ml.Transforms.Conversion.MapKeyToValue("Back", "Key").On(keys);
        CollectionAssert.AreEqual(new[] { "z", "", "y" }, back.GetColumn<string[]>("Back").Last());
    }

    [TestMethod]
    public void TheNumberOfKeysCanBeLimited()
    {
        IDataView data = Data("a", "b", "a", "c", "d");
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Key", "Text", maximumNumberOfKeys: 2).On(data);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 0, 0 }, keys.GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void KeyDataGivesTheNumbers()
    {
        IDataView terms = _ml.Transforms.SelectColumns("Text").On(Data("z", "a"));
        IDataView data = Data("a", "b", "z");
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: terms).On(data);
        CollectionAssert.AreEqual(new uint[] { 2, 0, 1 }, keys.GetColumn<uint>("Key").ToArray());
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: data));
        StringAssert.Contains(error.Message, "If specified, this data view should contain only a single column containing "
            + "the terms to map, but this had 4 columns.");
    }

    [TestMethod]
    public void ValuesAsTextWhenAsked()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Numbered { Number = 12 }, new Numbered { Number = -3 }]);
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Key", "Number", addKeyValueAnnotationsAsText: true).On(data);
        Assert.AreEqual("12 -3", KeyValues<ReadOnlyMemory<char>>(keys, "Key"));
    }

    [TestMethod]
    public void KeysOfKeysKeepTheValuesBehind()
    {
        IDataView keys = MapToKey(Data("b", "a", "c", "a"));
        IDataView some = _ml.Data.SkipRows(keys, 2);
        IDataView again = _ml.Transforms.Conversion.MapValueToKey("Again", "Key").On(some);
        Assert.AreEqual("c a", KeyValues<ReadOnlyMemory<char>>(again, "Again"));
        CollectionAssert.AreEqual(new uint[] { 1, 2 }, again.GetColumn<uint>("Again").ToArray());
    }

    [TestMethod]
    public void KeysMapBackToTheirValues()
    {
        IDataView keys = MapToKey(Data("b", "a", "", "c"));
        IDataView back = _ml.Transforms.Conversion.MapKeyToValue("Back", "Key").On(keys);
        CollectionAssert.AreEqual(new[] { "b", "a", "", "c" }, back.GetColumn<string>("Back").ToArray());
        Assert.AreEqual("Back: String", back.Schema["Back"].ToString());
    }

    [TestMethod]
    public void AMissingKeyBecomesNotANumber()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { 2.5f, float.NaN }.Select(x => new Numbered { Half = x }));
        IDataView keys = _ml.Transforms.Conversion.MapValueToKey("Key", "Half").On(data);
        IDataView back = _ml.Transforms.Conversion.MapKeyToValue("Key").On(keys);
        CollectionAssert.AreEqual(new[] { 2.5f, float.NaN }, back.GetColumn<float>("Key").ToArray());
    }

    [TestMethod]
    public void ColumnsThatAreNoKeysAreRefused()
    {
        IDataView data = Data("a");
        var type = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.Conversion.MapKeyToValue("Back", "Text").InChainOn(data));
        StringAssert.Contains(type.Message, "Schema mismatch for input column 'Text': expected KeyType, got String");
        var values = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.Conversion.MapKeyToValue("Back", "Key").InChainOn(_ml.Data.LoadFromEnumerable([new BareKey()])));
        StringAssert.Contains(values.Message, "Input column 'Key' doesn't contain key values metadata");
        var missing = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.Conversion.MapValueToKey("Key", "Nowhere").InChainOn(data));
        StringAssert.Contains(missing.Message, "Could not find input column 'Nowhere'");
    }

    [TestMethod]
    public void ADictionaryOfOneTypeIsNotForAnother()
    {
        ITransformer model = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(Data("a"));
        IDataView other = _ml.Transforms.CopyColumns("Text", "Number").On(Data("a"));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.Transform(other));
        Assert.AreEqual("Could not apply a map over type 'String' to column 'Key' since it has type 'Int32'", error.Message);
    }

    private IDataView Data(params string[] texts) =>
        _ml.Data.LoadFromEnumerable(texts.Select(t => new Numbered { Text = t, Features = [0, 0, 0] }));

    private IDataView MapToKey(IDataView data) => _ml.Transforms.Conversion.MapValueToKey("Key", "Text").On(data);

    private static string KeyValues<T>(IDataView view, string column)
    {
        VBuffer<T> values = default;
        view.Schema[column].GetKeyValues(ref values);
        return string.Join(" ", values.DenseValues());
    }

    private sealed class Words
    {
        [VectorType(3)]
        public string[] W { get; set; }
    }

    private sealed class BareKey
    {
        [KeyType(3)]
        public uint Key { get; set; }
    }
}
