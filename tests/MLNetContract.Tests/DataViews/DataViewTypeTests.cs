using Microsoft.ML.Data;

namespace MLNetContract.Tests.DataViews;

[TestClass]
public sealed class DataViewTypeTests
{
    [TestMethod]
    public void VectorsAreEqualByItemAndDimensions()
    {
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single, 6));
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 6).GetHashCode(),
            new VectorDataViewType(NumberDataViewType.Single, 6).GetHashCode());
        Assert.AreNotEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single, 2, 3));
        Assert.AreNotEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Double, 6));
        Assert.AreNotEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single));
    }

    [TestMethod]
    public void AVectorWithAnOpenDimensionHasNoKnownSize()
    {
        var image = new VectorDataViewType(NumberDataViewType.Byte, 4, 5);
        Assert.AreEqual(20, image.Size);
        Assert.IsTrue(image.IsKnownSize);
        var open = new VectorDataViewType(NumberDataViewType.Byte, 4, 0);
        Assert.AreEqual(0, open.Size);
        Assert.IsFalse(open.IsKnownSize);
        Assert.AreEqual(typeof(VBuffer<byte>), open.RawType);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Byte, -1));
        Assert.ThrowsExactly<ArgumentNullException>(() => new VectorDataViewType(null, 1));
    }

    [TestMethod]
    public void TypesPrintTheirName()
    {
        Assert.AreEqual("Vector<Single, 3>", new VectorDataViewType(NumberDataViewType.Single, 3).ToString());
        Assert.AreEqual("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.AreEqual("Vector<String, 2, *>", new VectorDataViewType(TextDataViewType.Instance, 2, 0).ToString());
        Assert.AreEqual("Key<UInt32, 0-9>", new KeyDataViewType(typeof(uint), 10).ToString());
        Assert.AreEqual("Vector<Key<Byte, 0-2>, 4>", new VectorDataViewType(new KeyDataViewType(typeof(byte), 3), 4).ToString());
        Assert.AreEqual("Boolean", BooleanDataViewType.Instance.ToString());
        Assert.AreEqual("String", TextDataViewType.Instance.ToString());
        Assert.AreEqual("Int64", NumberDataViewType.Int64.ToString());
        Assert.AreEqual("DataViewRowId", RowIdDataViewType.Instance.ToString());
        Assert.AreEqual("TimeSpan", TimeSpanDataViewType.Instance.ToString());
    }

    [TestMethod]
    public void KeysAreEqualByTypeAndCount()
    {
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(uint), 10UL));
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(uint), 11));
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(ulong), 10));
        Assert.IsFalse(new KeyDataViewType(typeof(uint), 10).Equals(NumberDataViewType.UInt32));
    }

    [TestMethod]
    public void KeysNeedAnUnsignedTypeAndACountThatFits()
    {
        var type = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 3));
        StringAssert.Contains(type.Message, "Type is not valid, it must be Byte, UInt16, UInt32, or UInt64.");
        var count = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256));
        StringAssert.Contains(count.Message,
            "The cardinality of a KeyDataViewType must not exceed Byte.MaxValue and must be strictly positive, but got 256.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.AreEqual(255UL, new KeyDataViewType(typeof(byte), 255).Count);
    }

    [TestMethod]
    public void RowIdsThatAreDerivedDiffer()
    {
        DataViewRowId[] ids = [.. Enumerable.Range(0, 1000).Select(i => new DataViewRowId((ulong)i, 0))];
        var derived = ids.SelectMany(id => new[] { id, id.Fork(), id.Next(), id.Fork().Next(), id.Next().Fork(), id.Combine(ids[7]) });
        Assert.AreEqual(6000, derived.Distinct().Count());
        Assert.AreEqual(ids[3].Fork(), ids[3].Fork());
        Assert.AreNotEqual(ids[3].Combine(ids[4]), ids[4].Combine(ids[3]));
        Assert.IsTrue(new DataViewRowId(5, 1).CompareTo(new DataViewRowId(9, 0)) > 0, "the high half counts first");
        Assert.AreEqual("00000000000000020000000000000001", new DataViewRowId(1, 2).ToString());
    }
}
