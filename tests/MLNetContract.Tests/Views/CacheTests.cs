using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Views;

[TestClass]
public sealed class CacheTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void EachValueIsComputedOnce()
    {
        var source = new CountingView(Numbered.View(_ml, 100));
        IDataView cache = _ml.Data.Cache(source);
        for (int pass = 0; pass < 5; pass++)
        {
            CollectionAssert.AreEqual(Enumerable.Range(0, 100).ToArray(), Rows.ReadAll<int>(cache.Cursor("Number"), "Number"));
            Rows.ReadParallel<int>(cache, "Number", 3, new Random(pass));
        }
        Assert.AreEqual(100, source.Fetched("Number"));
        Assert.AreEqual(0, source.Fetched("Text"));
        Assert.AreEqual(100L, cache.GetRowCount());
    }

    [TestMethod]
    public void ColumnsAskedForLaterAreAdded()
    {
        var source = new CountingView(Numbered.View(_ml, 10));
        IDataView cache = _ml.Data.Cache(source);
        Rows.ReadAll<int>(cache.Cursor("Number"), "Number");
        CollectionAssert.AreEqual(new[] { "t0", "t9" }, cache.GetColumn<string>("Text").Where((_, i) => i is 0 or 9).ToArray());
        Assert.AreEqual(10, source.Fetched("Number"));
        Assert.AreEqual(10, source.Fetched("Text"));
        Assert.AreEqual(2, source.CursorsOpened);
    }

    [TestMethod]
    public void PrefetchedColumnsShareOnePass()
    {
        var source = new CountingView(Numbered.View(_ml, 10));
        IDataView cache = _ml.Data.Cache(source, "Number", "Features");
        Assert.AreEqual(45, Rows.ReadAll<int>(cache.Cursor("Number"), "Number").Sum());
        Assert.AreEqual(45, cache.GetColumn<float[]>("Features").Sum(f => f[0]));
        Assert.AreEqual(1, source.CursorsOpened);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.Cache(source, "Nowhere"));
        StringAssert.Contains(error.Message, "Could not find prefetch column 'Nowhere'");
    }

    [TestMethod]
    public void ReadersOnSeveralThreadsShareOnePass()
    {
        var source = new CountingView(Numbered.View(_ml, 500));
        IDataView cache = _ml.Data.Cache(source);
        var sums = new int[4];
        Thread[] threads = [.. sums.Select((_, i) => new Thread(() => sums[i] = Rows.Numbers(cache).Sum()))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        CollectionAssert.AreEqual(Enumerable.Repeat(499 * 500 / 2, 4).ToArray(), sums);
        Assert.AreEqual(500, source.Fetched("Number"));
    }

    [TestMethod]
    public void SparseVectorsStaySparse()
    {
        IDataView source = _ml.Data.LoadFromEnumerable(Enumerable.Range(1, 4).Select(i => new SparseRow { V = new(9, 1, [i], [i]) }));
        int row = 0;
        foreach (VBuffer<float> value in _ml.Data.Cache(source).GetColumn<VBuffer<float>>("V"))
        {
            row++;
            Assert.IsFalse(value.IsDense);
            CollectionAssert.AreEqual(new[] { row }, value.GetIndices().ToArray());
            CollectionAssert.AreEqual(new float[] { row }, value.GetValues().ToArray());
        }
        Assert.AreEqual(4, row);
    }

    [TestMethod]
    public void AnEmptyViewStaysEmpty()
    {
        IDataView cache = _ml.Data.Cache(Numbered.View(_ml, 0));
        Assert.AreEqual(0, Rows.ReadAll<int>(cache.Cursor("Number"), "Number").Count);
        Assert.AreEqual(0, Rows.ReadParallel<int>(cache, "Number", 2).Sum(p => p.Count));
    }

    private sealed class SparseRow
    {
        [VectorType(9)]
        public VBuffer<float> V;
    }
}
