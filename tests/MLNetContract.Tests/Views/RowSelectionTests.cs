using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Views;

[TestClass]
public sealed class RowSelectionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void TakeAndSkipCutTheFirstRows()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Numbered { Number = i }).ToList());
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, Rows.Numbers(_ml.Data.TakeRows(view, 3)));
        CollectionAssert.AreEqual(new[] { 8, 9 }, Rows.Numbers(_ml.Data.SkipRows(view, 8)));
        Assert.AreEqual(3L, _ml.Data.TakeRows(view, 3).GetRowCount());
        Assert.AreEqual(10L, _ml.Data.TakeRows(view, 30).GetRowCount());
        Assert.AreEqual(0L, _ml.Data.SkipRows(view, 30).GetRowCount());
        Assert.AreEqual(0, Rows.Numbers(_ml.Data.SkipRows(view, 30)).Length);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(view, 0)).Message,
            "Must be greater than zero.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.SkipRows(view, -1));
    }

    [TestMethod]
    public void TakingReadsNoMoreThanItNeeds()
    {
        int read = 0;
        IDataView view = _ml.Data.TakeRows(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 100).Select(i =>
        {
            read++;
            return new Numbered { Number = i };
        })), 5);
        Assert.AreEqual(5, Rows.ReadAll<int>(view.Cursor("Number"), "Number").Count);
        Assert.AreEqual(5, read);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(1000)]
    public void ShufflingIsAPermutation(int poolSize)
    {
        IDataView view = Numbered.View(_ml, 60);
        int[] shuffled = Rows.Numbers(_ml.Data.ShuffleRows(view, seed: 3, shufflePoolSize: poolSize));
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 60).ToArray(), shuffled);
        if (poolSize > 1)
            CollectionAssert.AreNotEqual(Enumerable.Range(0, 60).ToArray(), shuffled);
    }

    [TestMethod]
    public void ShuffledRowsStayWhole()
    {
        IDataView view = _ml.Data.ShuffleRows(Numbered.View(_ml, 60), seed: 3, shufflePoolSize: 10);
        foreach (Numbered row in _ml.Data.CreateEnumerable<Numbered>(view, reuseRowObject: false))
        {
            Assert.AreEqual($"t{row.Number}", row.Text);
            CollectionAssert.AreEqual(new float[] { row.Number, row.Number + 1, row.Number + 2 }, row.Features);
        }
    }

    [TestMethod]
    public void TheSeedDecidesTheOrder()
    {
        IDataView view = Numbered.View(_ml, 60);
        CollectionAssert.AreEqual(Rows.Numbers(_ml.Data.ShuffleRows(view, seed: 3)), Rows.Numbers(_ml.Data.ShuffleRows(view, seed: 3)));
        CollectionAssert.AreNotEqual(Rows.Numbers(_ml.Data.ShuffleRows(view, seed: 3)), Rows.Numbers(_ml.Data.ShuffleRows(view, seed: 4)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.ShuffleRows(view, shufflePoolSize: 0));
    }

    [TestMethod]
    public void FilterKeepsTheHalfOpenRange()
    {
        IDataView view = Numbered.View(_ml, 20);
        CollectionAssert.AreEqual(new[] { 4, 5, 6, 7 }, Rows.Numbers(_ml.Data.FilterRowsByColumn(view, "Half", 2, 4)));
        CollectionAssert.AreEqual(new[] { 18, 19 }, Rows.Numbers(_ml.Data.FilterRowsByColumn(view, "Half", 9)));
        Assert.IsNull(_ml.Data.FilterRowsByColumn(view, "Half", 9).GetRowCount());
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(view, "Text", 2, 4));
        StringAssert.Contains(error.Message, "Schema mismatch for filter column 'Text': expected number, got String");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(view, "Number", 2, 4));
    }

    [TestMethod]
    public void FilterDropsMissingValues()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new[] { 1f, float.NaN, 3f }.Select((x, i) => new Numbered { Number = i, Half = x }));
        CollectionAssert.AreEqual(new[] { 0, 2 }, Rows.Numbers(_ml.Data.FilterRowsByColumn(view, "Half", 0, 10)));
    }
}
