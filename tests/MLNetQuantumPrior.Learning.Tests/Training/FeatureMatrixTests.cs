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
        CollectionAssert.AreEqual(new[] { 0.5f, 0.5f }, matrix.ColumnMeans([0, 1, 2]));
        CollectionAssert.AreEqual(new[] { 0.5f, 0.75f }, matrix.ColumnMeans([0, 2]));
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(1.5f, "1.5")]
    [DataRow(-0.25f, "-0.25")]
    public void ValuesOutOfRangeAreNamed(float value, string got)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new FeatureMatrix(2, [0, 1, 0, value]));
        StringAssert.Contains(error.Message, $"Feature 1 of row 1: expected a number within [0, 1], got {got}");
        StringAssert.Contains(error.Message, "new FeatureMatrix(Likelihood.Gaussian(2), values)");
    }

    [TestMethod]
    [DataRow(0, 5f, "Feature 0 of row 1: expected a number within [0, 1], got 5")]
    [DataRow(1, float.NaN, "Feature 1 of row 1: expected a finite number, got NaN")]
    [DataRow(2, .5f, "Feature 2 of row 1: expected zeros and at most one 1 in features 2 to 4, got 0.5")]
    [DataRow(4, 1f, "Feature 4 of row 1: expected zeros and at most one 1 in features 2 to 4, got another 1")]
    [DataRow(4, float.NaN, "Feature 4 of row 1: expected zeros and at most one 1 in features 2 to 4, got NaN")]
    public void ValuesThatTheLikelihoodDoesNotTakeAreNamed(int slot, float value, string message)
    {
        var likelihood = new Likelihood(new BernoulliSlots(1), new GaussianSlots(1), new CategoricalSlots(3));
        float[] values = [1, -7, 0, 0, 0, 0, 1e9f, 0, 1, 0];
        Assert.AreEqual(2, new FeatureMatrix(likelihood, [.. values]).Rows);

        values[5 + slot] = value;

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new FeatureMatrix(likelihood, values)).Message, message);
    }

    [TestMethod]
    public void BrokenRowsAreRefused() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new FeatureMatrix(2, [0, 1, 0])).Message, "rows of 2 values, got 3");
}
