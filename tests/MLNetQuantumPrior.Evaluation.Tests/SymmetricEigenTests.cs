namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class SymmetricEigenTests
{
    [TestMethod]
    public void EigenvaluesOfTheDiscreteLaplacianAreKnown()
    {
        const int Size = 40;
        double[] matrix = Matrix(Size, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0);

        double[] values = [.. new SymmetricEigen(matrix, Size).Values.Order()];

        for (int k = 1; k <= Size; k++)
        {
            Assert.AreEqual(2 - (2 * Math.Cos(k * Math.PI / (Size + 1))), values[k - 1], 1e-12);
        }
    }

    [TestMethod]
    public void EigenvectorsAreOrthonormalAndGiveTheMatrixBack()
    {
        const int Size = 25;
        var random = new Random(1);
        double[] factor = Matrix(Size, (_, j) => j < 9 ? random.NextDouble() - 0.5 : 0); // of rank 9: the other eigenvalues are all 0
        double[] matrix = Matrix(Size, (i, j) => Sum(Size, k => factor[(i * Size) + k] * factor[(j * Size) + k]));

        var eigen = new SymmetricEigen(matrix, Size);

        double Vector(int k, int i) => eigen.Vectors[(k * Size) + i];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                Assert.AreEqual(i == j ? 1 : 0, Sum(Size, k => Vector(i, k) * Vector(j, k)), 1e-12);
                Assert.AreEqual(matrix[(i * Size) + j], Sum(Size, k => eigen.Values[k] * Vector(k, i) * Vector(k, j)), 1e-12);
            }
        }

        Assert.AreEqual(9, eigen.Values.Count(value => Math.Abs(value) > 1e-9));
    }

    [TestMethod]
    public void NumbersThatAreNotFiniteAreRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => new SymmetricEigen([1, double.NaN, double.NaN, 1], 2));

    private static double[] Matrix(int size, Func<int, int, double> entry) =>
        [.. Enumerable.Range(0, size * size).Select(k => entry(k / size, k % size))];

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);
}
