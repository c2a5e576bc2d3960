namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class FeatureMatrixTests
{
    [TestMethod]
    public void RowsAndMeansAreThoseOfTheValues()
    {
        var matrix = new FeatureMatrix(2, [0, 1, 0.5f, 0, 1, 0.5f]);

        Assert.AreEqual(3, matrix.Rows);
        CollectionAssert.AreEqual(new[] { 0.5f, 0f }, matrix[1].ToArray());
        CollectionAssert.AreEqual(new[] { 0.5f, 0f, 1f, 0.5f }, matrix.Slice(1, 3).ToArray());
        CollectionAssert.AreEqual(new[] { 0.5f, 0.5f }, matrix.ColumnMeans());
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(1.5f, "1.5")]
    [DataRow(-0.25f, "-0.25")]
    public void ValuesOutOfRangeAreNamed(float value, string got)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new FeatureMatrix(2, [0, 1, 0, value]));
        StringAssert.Contains(error.Message, $"Feature 1 of row 1: expected a number within [0, 1], got {got}");
    }

    [TestMethod]
    public void BrokenRowsAreRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new FeatureMatrix(2, [0, 1, 0])).Message, "rows of 2 values, got 3");
}
