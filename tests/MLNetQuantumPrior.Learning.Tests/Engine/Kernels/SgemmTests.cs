using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class SgemmTests
{
    // Above the size from which products are spread over threads.
    private const int Rows = 67;
    private const int Columns = 130;
    private const int Depth = 271;

    private static readonly float[] A = PlainGemm.Random(Rows * Depth, seed: 4);
    private static readonly float[] B = PlainGemm.Random(Depth * Columns, seed: 5);

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(0)]
    public void ProductsOfMatricesAndTransposesAreThePlainLoop(int threads)
    {
        var c = new float[Rows * Columns];
        Sgemm.Multiply(new(A, Rows, Depth), new(B, Depth, Columns), c, threads: threads);
        Bits.AssertSame(Plain(transposedA: false, transposedB: false), c);
        Sgemm.Multiply(new Matrix(A, Depth, Rows).Transpose(), new(B, Depth, Columns), c, threads: threads);
        Bits.AssertSame(Plain(transposedA: true, transposedB: false), c);
        Sgemm.Multiply(new(A, Rows, Depth), new Matrix(B, Columns, Depth).Transpose(), c, scale: .125f, threads: threads);
        Bits.AssertSame(Plain(transposedA: false, transposedB: true, scale: .125f), c);
    }

    [TestMethod]
    [DataRow(Columns, 1)]
    [DataRow(Columns, 3)]
    [DataRow(Depth, 2)] // more than the rows of a packed panel
    public void UpperHalvesOfProductsAreThePlainLoop(int size, int threads)
    {
        float[] c = new float[size * size], plain = PlainGemm.Multiply(size, size, Rows, A, true, A, false, 1f / Rows, null, 0);
        Matrix m = new(A.AsSpan(0, Rows * size), Rows, size);
        Sgemm.MultiplyUpper(m.Transpose(), m, c, 1f / Rows, threads);
        for (int i = 0; i < size; i++)
        {
            Bits.AssertSame(plain[((i * size) + i)..((i + 1) * size)], c[((i * size) + i)..((i + 1) * size)]);
        }
    }

    [TestMethod]
    [DataRow(Columns, 1)]
    [DataRow(Columns, 3)]
    [DataRow(Depth, 2)]
    public void ProductsByUpperMatricesAreThePlainLoop(int size, int threads)
    {
        float[] c = new float[Rows * size], upper = PlainGemm.Random(size * size, seed: 8), a = A[..(Rows * size)];
        for (int i = 0; i < size; i++)
        {
            Array.Clear(upper, i * size, i);
        }

        Sgemm.MultiplyByUpper(new(a, Rows, size), new(upper, size, size), c, threads);
        Bits.AssertSame(PlainGemm.Multiply(Rows, size, size, a, false, upper, false, 1, null, 0), c);
    }

    [TestMethod]
    public void MultiplyAddBeginsWithWhatIsThere()
    {
        float[] c = PlainGemm.Random(Rows * Columns, seed: 6);
        float[] expected = PlainGemm.Multiply(Rows, Columns, Depth, A, false, B, false, -2, c, startRow: Columns);
        Sgemm.MultiplyAdd(new(A, Rows, Depth), new(B, Depth, Columns), c, scale: -2);
        Bits.AssertSame(expected, c);
    }

    [TestMethod]
    public void MultiplyAddBiasBeginsEveryRowWithTheBias()
    {
        float[] bias = PlainGemm.Random(Columns, seed: 7);
        var c = new float[Rows * Columns];
        Sgemm.MultiplyAddBias(new(A, Rows, Depth), new(B, Depth, Columns), bias, c);
        Bits.AssertSame(PlainGemm.Multiply(Rows, Columns, Depth, A, false, B, false, 1, bias, startRow: 0), c);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(1, 2)]
    [DataRow(2, 1)]
    [DataRow(7, 1)]
    [DataRow(8, 1)]
    [DataRow(13, 3)]
    public void FewRowsOfManyZerosAreThePlainLoop(int rows, int threads)
    {
        const int Long = 1100, Wide = 1030; // more than is done at once
        float[] a = PlainGemm.Random(rows * Long, seed: 8), b = PlainGemm.Random(Long * Wide, seed: 9);
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = i % 3 == 0 ? 0 : i % 7 == 0 ? -0f : a[i];
        }

        float[] bias = PlainGemm.Random(Wide, seed: 7), c = new float[rows * Wide];
        Sgemm.MultiplyAddBias(new(a, rows, Long), new(b, Long, Wide), bias, c, threads);
        Bits.AssertSame(PlainGemm.Multiply(rows, Wide, Long, a, false, b, false, 1, bias, startRow: 0), c);
    }

    [TestMethod]
    public void SecondMomentsAreSymmetric()
    {
        Matrix m = new(A, Rows, Depth);
        var moments = new float[Depth * Depth];
        Sgemm.Multiply(m.Transpose(), m, moments, scale: 1f / Rows);
        for (int i = 0; i < Depth; i++)
        {
            double square = Enumerable.Range(0, Rows).Average(row => (double)A[row * Depth + i] * A[row * Depth + i]);
            Assert.AreEqual(square, moments[i * Depth + i], 1e-5);
            for (int j = 0; j < i; j++)
            {
                Assert.AreEqual(moments[i * Depth + j], moments[j * Depth + i], 1e-6f);
            }
        }
    }

    [TestMethod]
    public void ShapesThatDoNotFitAreRefused()
    {
        var c = new float[Rows * Columns];
        Assert.ThrowsExactly<ArgumentException>(() => new Matrix(A, Rows, Depth + 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Matrix([], 0, 5));
        Assert.ThrowsExactly<ArgumentException>(() => Sgemm.Multiply(new(A, Rows, Depth), new(B, Columns, Depth), c));
        Assert.ThrowsExactly<ArgumentException>(() => Sgemm.Multiply(new(A, Rows, Depth), new(B, Depth, Columns), c.AsSpan(1)));
        Assert.ThrowsExactly<ArgumentException>(() => Sgemm.MultiplyAddBias(new(A, Rows, Depth), new(B, Depth, Columns), new float[3], c));
    }

    private static float[] Plain(bool transposedA, bool transposedB, float scale = 1) =>
        PlainGemm.Multiply(Rows, Columns, Depth, A, transposedA, B, transposedB, scale, null, 0);
}
