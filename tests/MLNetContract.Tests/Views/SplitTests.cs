using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Views;

[TestClass]
public sealed class SplitTests
{
    private const int RowCount = 2000;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.8)]
    public void PartsAreDisjointExhaustiveAndOfTheSizeAskedFor(double fraction)
    {
        IDataView view = Numbered.View(_ml, RowCount);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(view, fraction, seed: 9);
        int[] train = Rows.Numbers(split.TrainSet);
        int[] test = Rows.Numbers(split.TestSet);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, RowCount).ToArray(), train.Concat(test).ToArray());
        double sigma = Math.Sqrt(fraction * (1 - fraction) / RowCount);
        Assert.AreEqual(fraction, (double)test.Length / RowCount, 4 * sigma);
        CollectionAssert.AreEqual(view.Schema.Select(c => c.Name).ToArray(), split.TestSet.Schema.Select(c => c.Name).ToArray());
    }

    [TestMethod]
    public void TheSeedDecidesTheSplit()
    {
        IDataView view = Numbered.View(_ml, RowCount);
        int[] Test(int? seed) => Rows.Numbers(_ml.Data.TrainTestSplit(view, 0.3, seed: seed).TestSet);
        CollectionAssert.AreEqual(Test(9), Test(9));
        CollectionAssert.AreNotEqual(Test(9), Test(10));
        CollectionAssert.AreEqual(Test(1), Test(null), "without a seed the context's counts");
    }

    [TestMethod]
    [DataRow("Text")]
    [DataRow("Number")]
    [DataRow("Features")]
    public void RowsOfOneKeyStayTogether(string key)
    {
        IEnumerable<int> groups = Enumerable.Range(0, RowCount).Select(i => i % 40);
        IEnumerable<Numbered> rows = groups.Select(g => new Numbered { Number = g, Text = $"group {g}", Features = [g, -g, 1] });
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(view, 0.5, samplingKeyColumnName: key, seed: 4);
        string[] train = [.. split.TrainSet.GetColumn<string>("Text").Distinct()];
        string[] test = [.. split.TestSet.GetColumn<string>("Text").Distinct()];
        Assert.AreEqual(40, train.Length + test.Length);
        Assert.IsFalse(train.Intersect(test).Any());
        Assert.IsTrue(train.Length > 0 && test.Length > 0);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Data.TrainTestSplit(view, 0.5, samplingKeyColumnName: "Nowhere"));
        StringAssert.Contains(error.Message, "Could not find SamplingKeyColumn column 'Nowhere'");
    }

    [TestMethod]
    public void EachRowIsHeldOutByOneFold()
    {
        IDataView view = Numbered.View(_ml, RowCount);
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.Data.CrossValidationSplit(view, numberOfFolds: 4, seed: 2);
        Assert.AreEqual(4, folds.Count);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, RowCount).ToArray(), folds.SelectMany(f => Rows.Numbers(f.TestSet)).ToArray());
        foreach (DataOperationsCatalog.TrainTestData fold in folds)
            Assert.AreEqual(RowCount, Rows.Numbers(fold.TrainSet).Union(Rows.Numbers(fold.TestSet)).Count());
    }

    [TestMethod]
    public void FractionsAndFoldsOutOfRangeAreRefused()
    {
        IDataView view = Numbered.View(_ml, 5);
        foreach (double fraction in new[] { 0, 1, -0.1, double.NaN })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(view, fraction));
            StringAssert.Contains(error.Message, "Must be between 0 and 1 exclusive");
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(view, 1));
    }
}
