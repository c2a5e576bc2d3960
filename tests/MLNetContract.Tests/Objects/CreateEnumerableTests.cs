using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Objects;

[TestClass]
public sealed class CreateEnumerableTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void RowsComeBackAsTheyWere()
    {
        Numbered[] rows = [.. _ml.Data.CreateEnumerable<Numbered>(Numbered.View(_ml, 3), reuseRowObject: false)];
        Assert.AreEqual(3, rows.Distinct().Count());
        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual(i, rows[i].Number);
            Assert.AreEqual(i / 2f, rows[i].Half);
            Assert.AreEqual($"t{i}", rows[i].Text);
            CollectionAssert.AreEqual(new float[] { i, i + 1, i + 2 }, rows[i].Features);
        }
        Assert.AreNotSame(rows[0].Features, rows[1].Features);
    }

    [TestMethod]
    public void OneObjectServesAllRowsWhenReused()
    {
        Assert.AreEqual(1, _ml.Data.CreateEnumerable<Numbered>(Numbered.View(_ml, 3), reuseRowObject: true).Distinct().Count());
    }

    [TestMethod]
    public void OnlyMembersOfTheClassAreFetched()
    {
        var view = new CountingView(Numbered.View(_ml, 4));
        Assert.AreEqual(6, _ml.Data.CreateEnumerable<NumberOnly>(view, reuseRowObject: true).Sum(r => r.Number));
        Assert.AreEqual(4, view.Fetched("Number"));
        Assert.AreEqual(0, view.Fetched("Text") + view.Fetched("Features") + view.Fetched("Half"));
    }

    [TestMethod]
    public void SparseVectorsFillArraysAndVBuffersStaySparse()
    {
        SparseRow[] rows = [new() { V = new(4, 1, [7], [2]) }, new() { V = new(4, [1, 2, 3, 4]) }];
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        ArrayRow[] arrays = [.. _ml.Data.CreateEnumerable<ArrayRow>(view, reuseRowObject: false)];
        CollectionAssert.AreEqual(new float[] { 0, 0, 7, 0 }, arrays[0].V);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4 }, arrays[1].V);
        SparseRow[] buffers = [.. _ml.Data.CreateEnumerable<SparseRow>(view, reuseRowObject: false)];
        Assert.IsFalse(buffers[0].V.IsDense);
        Assert.IsTrue(buffers[1].V.IsDense);
        Assert.AreEqual(7, buffers[0].V.GetItemOrDefault(2), "rows must not share storage");
    }

    [TestMethod]
    public void AMissingColumnIsAnErrorUnlessIgnored()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([new NumberOnly { Number = 3 }]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<NumberAndMore>(view, false));
        StringAssert.Contains(error.Message, "Could not find  column 'More'");
        NumberAndMore row = _ml.Data.CreateEnumerable<NumberAndMore>(view, false, ignoreMissingColumns: true).Single();
        Assert.AreEqual((3, 0), (row.Number, row.More));
    }

    [TestMethod]
    public void AColumnOfAnotherTypeIsAnError()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([new NumberOnly { Number = 3 }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.CreateEnumerable<FloatNumber>(view, false));
        Assert.AreEqual("Can't bind the IDataView column 'Number' of type 'Int32' to field or property 'Number' of type 'System.Single'.",
            error.Message);
    }

    [TestMethod]
    public void GetColumnConvertsWhatItCan()
    {
        IDataView view = Numbered.View(_ml, 2);
        CollectionAssert.AreEqual(new[] { "t0", "t1" }, view.GetColumn<string>("Text").ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, view.GetColumn<float[]>("Features").Last());
        CollectionAssert.AreEqual(new[] { 0, 1 }, view.GetColumn<int>(view.Schema["Number"]).ToArray());
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<float>("Number"));
        StringAssert.Contains(error.Message,
            "Cannot map column (name: Number, type: Int32) in data to the user-defined type, System.Single.");
        error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<float[]>("Half"));
        StringAssert.Contains(error.Message,
            "Cannot load vector type, Single, specified in column to the user-defined type, System.Single[].");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<float>("Nowhere"));
    }

    private sealed class NumberOnly
    {
        public int Number;
    }

    private sealed class NumberAndMore
    {
        public int Number;
        public int More;
    }

    private sealed class FloatNumber
    {
        public float Number;
    }

    private sealed class SparseRow
    {
        [VectorType(4)]
        public VBuffer<float> V;
    }

    private sealed class ArrayRow
    {
        [VectorType(4)]
        public float[] V;
    }
}
