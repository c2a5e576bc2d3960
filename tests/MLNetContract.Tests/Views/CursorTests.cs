using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Views;

/// <summary>Laws of every view, checked on each kind.</summary>
[TestClass]
public sealed class CursorTests
{
    private const int RowCount = 200;

    private static readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Kinds =>
        new[] { "source", "mapped", "chained", "selected", "cached", "shuffled", "taken", "skipped", "filtered", "split" }
            .Select(kind => new[] { kind });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void InactiveColumnsAreNeverComputed(string kind)
    {
        var source = new CountingView(Numbered.View(_ml, RowCount));
        IDataView view = View(kind, source);
        Rows.ReadAll<int>(view.Cursor("Number"), "Number");
        Assert.AreEqual(0, source.Fetched("Text") + source.Fetched("Features"));
        Assert.IsTrue(source.Fetched("Number") > 0);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void MakingAViewComputesNothing(string kind)
    {
        var source = new CountingView(Numbered.View(_ml, RowCount));
        View(kind, source);
        Assert.AreEqual(0, source.CursorsOpened);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void RepeatedCursorsShowTheSame(string kind)
    {
        IDataView view = View(kind, Numbered.View(_ml, RowCount));
        List<int> first = Rows.ReadAll<int>(view.Cursor("Number"), "Number");
        Assert.IsTrue(first.Count > 0);
        CollectionAssert.AreEqual(first, Rows.ReadAll<int>(view.Cursor("Number", "Features"), "Number"));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void CursorSetsShowEveryRowOnce(string kind)
    {
        IDataView view = View(kind, Numbered.View(_ml, RowCount));
        List<int> expected = Rows.ReadAll<int>(view.Cursor("Number"), "Number");
        List<int>[] parts = Rows.ReadParallel<int>(view, "Number", 4);
        CollectionAssert.AreEquivalent(expected, parts.SelectMany(p => p).ToArray());
    }

    [TestMethod]
    [DataRow("source")]
    [DataRow("mapped")]
    [DataRow("selected")]
    [DataRow("shuffled")]
    public void ARandomCursorOverShufflableRowsShowsThemAll(string kind)
    {
        IDataView view = View(kind, _ml.Data.Cache(Numbered.View(_ml, RowCount)));
        Assert.IsTrue(view.CanShuffle);
        List<int> expected = Rows.ReadAll<int>(view.Cursor("Number"), "Number");
        List<int> shuffled = Rows.ReadAll<int>(view.GetRowCursor([view.Schema["Number"]], new Random(3)), "Number");
        CollectionAssert.AreEquivalent(expected, shuffled);
        CollectionAssert.AreNotEqual(expected, shuffled);
        CollectionAssert.AreEqual(shuffled, Rows.ReadAll<int>(view.GetRowCursor([view.Schema["Number"]], new Random(3)), "Number"));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void PositionsCountFromZeroAndIdsAreUnique(string kind)
    {
        IDataView view = View(kind, Numbered.View(_ml, RowCount));
        using DataViewRowCursor cursor = view.Cursor("Number");
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        Assert.AreEqual(-1, cursor.Position);
        var ids = new HashSet<DataViewRowId>();
        DataViewRowId id = default;
        for (long i = 0; cursor.MoveNext(); i++)
        {
            Assert.AreEqual(i, cursor.Position);
            idGetter(ref id);
            Assert.IsTrue(ids.Add(id));
        }
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void VectorsAreCopiesThatTheCallerMayKeep(string kind)
    {
        IDataView view = View(kind, Numbered.View(_ml, RowCount));
        using DataViewRowCursor cursor = view.Cursor("Features", "Number");
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Features"]);
        ValueGetter<int> number = cursor.GetGetter<int>(cursor.Schema["Number"]);
        var kept = new List<(int Number, VBuffer<float> Features)>();
        while (cursor.MoveNext())
        {
            int n = 0;
            number(ref n);
            VBuffer<float> value = default;
            features(ref value);
            kept.Add((n, value));
        }
        foreach ((int n, VBuffer<float> value) in kept)
            CollectionAssert.AreEqual(new float[] { n, n + 1, n + 2 }, value.DenseValues().ToArray());
    }

    [TestMethod]
    public void CursorSetsOfComputedColumnsAreComputedOnSeveralThreads()
    {
        IDataView view = View("mapped", Numbered.View(_ml, RowCount));
        List<int>[] parts = Rows.ReadParallel<int>(view, "Twice", 4);
        Assert.AreEqual(4, parts.Length);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, RowCount).Select(i => 2 * i).ToArray(), parts.SelectMany(p => p).ToArray());
    }

    private static IDataView View(string kind, IDataView source) => kind switch
    {
        "source" => source,
        "mapped" => Twice().On(source),
        "chained" => Twice().Append(_ml.Transforms.CopyColumns("Copy", "Twice")).On(source),
        "selected" => _ml.Transforms.SelectColumns("Features", "Number", "Text").On(source),
        "cached" => _ml.Data.Cache(source),
        "shuffled" => _ml.Data.ShuffleRows(source, seed: 5, shufflePoolSize: 30),
        "taken" => _ml.Data.TakeRows(source, 50),
        "skipped" => _ml.Data.SkipRows(source, 50),
        "filtered" => _ml.Data.FilterRowsByColumn(source, "Half", 10, 60),
        "split" => _ml.Data.TrainTestSplit(source, 0.3, seed: 2).TrainSet,
        _ => throw new ArgumentException(kind),
    };

    private static IEstimator<ITransformer> Twice() =>
        _ml.Transforms.CustomMapping<NumberIn, TwiceOut>((input, output) => output.Twice = 2 * input.Number, contractName: null);

    private sealed class NumberIn
    {
        public int Number { get; set; }
    }

    private sealed class TwiceOut
    {
        public int Twice { get; set; }
    }
}
