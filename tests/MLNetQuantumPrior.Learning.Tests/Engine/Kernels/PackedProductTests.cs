using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Products of what was packed before, against plain ones.</summary>
[TestClass]
public sealed unsafe class PackedProductTests
{
    private const int Rows = 21, Depth = 300, Columns = 70;

    private static readonly float[] A = PlainGemm.Random(Depth * Rows, seed: 1);
    private static readonly float[] B = PlainGemm.Random(Depth * Columns, seed: 2);

    [TestMethod]
    public void AProductOfPackedPanelsIsThatOfTheMatrix()
    {
        float[] a = PlainGemm.Random(Rows * Depth, seed: 3), expected = new float[Rows * Columns], actual = new float[Rows * Columns];
        Sgemm.Multiply(new(a, Rows, Depth), new(B, Depth, Columns), expected, threads: 1);
        fixed (float* x = a, panels = Panels(), y = actual)
        {
            Sgemm.Run(
                new()
                {
                    Rows = Rows, Columns = Columns, Depth = Depth, A = x, ARow = Depth, ADepth = 1,
                    B = panels, IsPackedB = true, C = y, Scale = 1,
                },
                threads: 1);
        }

        Bits.AssertSame(expected, actual);
    }

    [TestMethod]
    public void AProductOfPackedRowsIsThatOfTheTranspose()
    {
        const int Half = 128;
        int rows = PackedRows.RoundUp(Rows), width = PackedPanels.Count(Columns) * PackedPanels.Width;
        float[] expected = new float[Rows * Columns], actual = new float[rows * width], packed = new float[rows * Depth];
        float[] sums = new float[rows];
        Sgemm.Multiply(new Matrix(A, Depth, Rows).Transpose(), new(B, Depth, Columns), expected, threads: 1);
        fixed (float* a = A, panels = Panels(), p = packed, s = sums, y = actual)
        {
            foreach ((int first, int depth) in ((int, int)[])[(0, Half), (Half, Depth - Half)])
            {
                PackedRows.Pack(a + (first * Rows), depth, Rows, p, s);
                for (int column = 0; column < width; column += PackedPanels.Width)
                {
                    float* panel = panels + PackedPanels.Offset(Depth, first, column);
                    PackedRows.Multiply(rows, depth, p, panel, isFirst: first == 0, y + column, width);
                }
            }
        }

        for (int row = 0; row < Rows; row++)
        {
            Bits.AssertSame(expected.AsSpan(row * Columns, Columns).ToArray(), actual.AsSpan(row * width, Columns).ToArray());
            Assert.AreEqual(Enumerable.Range(0, Depth).Sum(k => (double)A[(k * Rows) + row]), sums[row], 1e-4);
        }
    }

    /// <summary>B in panels, zeros behind its last column.</summary>
    private static float[] Panels()
    {
        float[] panels = new float[PackedPanels.Length(Depth, Columns)];
        for (int k = 0; k < Depth; k++)
        {
            for (int j = 0; j < Columns; j++)
            {
                panels[PackedPanels.Offset(Depth, k, j)] = B[(k * Columns) + j];
            }
        }

        return panels;
    }
}
