namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SpinMatrixTests
{
    [TestMethod]
    public void RowsAreSlicesOfTheWhole()
    {
        sbyte[] spins = [1, -1, -1, 1, 1, 1];
        var matrix = new SpinMatrix(2, 3, spins);

        Assert.AreEqual((2, 3), (matrix.Rows, matrix.Columns));
        CollectionAssert.AreEqual(spins[..3], matrix[0].ToArray());
        CollectionAssert.AreEqual(spins[3..], matrix[1].ToArray());
        CollectionAssert.AreEqual(spins, matrix.AsSpan().ToArray());
    }

    [TestMethod]
    public void LaterChangesOfTheSourceDoNotReachIt()
    {
        sbyte[] spins = [1, -1];
        var matrix = new SpinMatrix(1, 2, spins);

        spins[0] = -1;

        Assert.AreEqual(1, matrix[0][0]);
    }

    [TestMethod]
    public void MayHaveNoRows() => Assert.AreEqual(0, new SpinMatrix(0, 3, ReadOnlySpan<sbyte>.Empty).AsSpan().Length);

    [TestMethod]
    public void RefusesValuesThatAreNoSpins()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new SpinMatrix(2, 2, [1, -1, 1, 0]));

        Assert.StartsWith("Spin [1, 1]: expected -1 or +1, got 0.", error.Message);
    }

    [TestMethod]
    public void RefusesShapesThatDoNotFit()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new SpinMatrix(2, 3, [1, -1]));
        Assert.StartsWith("Spins of a 2 x 3 matrix: expected 6 values, got 2.", error.Message);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SpinMatrix(-1, 3, ReadOnlySpan<sbyte>.Empty));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SpinMatrix(0, 0, ReadOnlySpan<sbyte>.Empty));
    }

    [TestMethod]
    public void RefusesRowsThatItDoesNotHave()
    {
        var matrix = new SpinMatrix(2, 3, [1, 1, 1, 1, 1, 1]);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix[2].Length);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => matrix[-1].Length);
    }
}
