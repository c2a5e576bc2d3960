using Microsoft.ML.Data;

namespace MLNetContract.Tests.DataViews;

[TestClass]
public sealed class VBufferTests
{
    private static VBuffer<float> Sparse => new(6, 2, [5, 7], [1, 4]);

    private static VBuffer<float> Dense => new(3, [1, 2, 3]);

    [TestMethod]
    public void SparseAndDenseShowTheSameValues()
    {
        CollectionAssert.AreEqual(new float[] { 0, 5, 0, 0, 7, 0 }, Sparse.DenseValues().ToArray());
        VBuffer<float> dense = default;
        Sparse.CopyToDense(ref dense);
        Assert.IsTrue(dense.IsDense);
        CollectionAssert.AreEqual(Sparse.DenseValues().ToArray(), dense.GetValues().ToArray());
    }

    [TestMethod]
    public void OnlyStoredItemsUnlessAllAreAskedFor()
    {
        CollectionAssert.AreEqual(new[] { 1, 4 }, Sparse.Items().Select(i => i.Key).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4, 5 }, Sparse.Items(all: true).Select(i => i.Key).ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, Dense.Items().Select(i => i.Value).ToArray());
    }

    [TestMethod]
    public void DenseBuffersHaveNoIndices()
    {
        Assert.AreEqual(0, new VBuffer<float>(2, 2, [1, 2], [0, 1]).GetIndices().Length);
        CollectionAssert.AreEqual(new[] { 1, 4 }, Sparse.GetIndices().ToArray());
    }

    [TestMethod]
    public void AnItemThatIsNotStoredIsTheDefault()
    {
        Assert.AreEqual(7, Sparse.GetItemOrDefault(4));
        Assert.AreEqual(0, Sparse.GetItemOrDefault(3));
        float item = -1;
        Sparse.GetItemOrDefault(5, ref item);
        Assert.AreEqual(0, item);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.GetItemOrDefault(6));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.GetItemOrDefault(-1));
    }

    [TestMethod]
    [DataRow(0, 6)]
    [DataRow(1, 4)]
    [DataRow(2, 2)]
    [DataRow(4, 1)]
    [DataRow(6, 0)]
    public void ARangeOfASparseBufferIsTheRangeOfItsValues(int start, int length)
    {
        VBuffer<float> range = new(1, [99]);
        Sparse.CopyTo(ref range, start, length);
        Assert.AreEqual(length, range.Length);
        CollectionAssert.AreEqual(Sparse.DenseValues().Skip(start).Take(length).ToArray(), range.DenseValues().ToArray());
    }

    [TestMethod]
    public void CopyToASpanFillsOnlyItsPart()
    {
        float[] target = [9, 9, 9, 9, 9, 9, 9, 9];
        Sparse.CopyTo(target, 1, defaultValue: -1);
        CollectionAssert.AreEqual(new float[] { 9, -1, 5, -1, -1, 7, -1, 9 }, target);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.CopyTo(new float[5]));
        StringAssert.Contains(error.Message, "Not large enough to hold these values.");
    }

    [TestMethod]
    public void CopyKeepsSparsityAndReusesStorage()
    {
        VBuffer<float> target = new(8, new float[8]);
        Sparse.CopyTo(ref target);
        Assert.IsFalse(target.IsDense);
        CollectionAssert.AreEqual(Sparse.DenseValues().ToArray(), target.DenseValues().ToArray());
        var editor = VBufferEditor.Create(ref target, 7);
        Assert.IsFalse(editor.CreatedNewValues, "eight values were there already");
        Assert.AreEqual(7, editor.Values.Length);
        Assert.AreEqual(0, editor.Indices.Length);
    }

    [TestMethod]
    public void EditorGrowsAndCommits()
    {
        VBuffer<int> buffer = default;
        var editor = VBufferEditor.Create(ref buffer, newLogicalLength: 10, valuesCount: 3);
        Assert.IsTrue(editor.CreatedNewValues);
        Assert.IsTrue(editor.CreatedNewIndices);
        int[] slots = [2, 5, 9];
        for (int i = 0; i < 3; i++)
        {
            editor.Values[i] = slots[i] * 10;
            editor.Indices[i] = slots[i];
        }
        VBuffer<int> whole = editor.Commit();
        Assert.AreEqual(90, whole.GetItemOrDefault(9));
        VBuffer<int> shorter = editor.CommitTruncated(2);
        Assert.AreEqual(10, shorter.Length);
        CollectionAssert.AreEqual(new[] { 2, 5 }, shorter.GetIndices().ToArray());
    }

    [TestMethod]
    public void EditorOfABufferWritesIntoIt()
    {
        VBuffer<float> buffer = Dense;
        var editor = VBufferEditor.CreateFromBuffer(ref buffer);
        editor.Values[1] = 20;
        CollectionAssert.AreEqual(new float[] { 1, 20, 3 }, buffer.GetValues().ToArray());
    }

    [TestMethod]
    public void EditorKeepsOldValuesWhenAskedTo()
    {
        VBuffer<float> buffer = Dense;
        var editor = VBufferEditor.Create(ref buffer, 50, keepOldOnResize: true);
        Assert.IsTrue(editor.CreatedNewValues);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, editor.Values[..3].ToArray());
    }

    [TestMethod]
    public void LengthsThatCannotBeAreRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(-1, [1]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(2, [1]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(5, 3, [1, 2, 3], [1, 2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(5, 6, new float[6], new int[6]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
        {
            VBuffer<float> buffer = default;
            VBufferEditor.Create(ref buffer, 2, valuesCount: 3);
        });
    }

    [TestMethod]
    public void AnEmptyBufferIsDense()
    {
        VBuffer<string> empty = default;
        Assert.IsTrue(empty.IsDense);
        Assert.AreEqual(0, empty.GetValues().Length);
        Assert.AreEqual(0, empty.DenseValues().Count());
    }

    [TestMethod]
    public void ToStringSaysHowItIsStored()
    {
        Assert.AreEqual("Sparse vector of size 6, 2 explicit values", Sparse.ToString());
        Assert.AreEqual("Dense vector of size 3", Dense.ToString());
    }
}
