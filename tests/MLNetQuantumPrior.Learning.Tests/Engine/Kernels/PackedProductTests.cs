using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

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

    /// <summary>Panels, and sums added to what is there, for columns around the widths of registers.</summary>
    [TestMethod]
    [DataRow(5)]
    [DataRow(32)]
    [DataRow(Columns)]
    public void PackingAddsUpColumnsAtEveryWidth(int columns)
    {
        float[] expected = Panels(columns), reference = Sums<Lane>();
        for (int j = 0; j < columns; j++)
        {
            Assert.AreEqual(j + Enumerable.Range(0, Depth).Sum(k => (double)B[(k * columns) + j]), reference[j], 1e-4);
        }

        Bits.AssertSame(reference, Sums<Lanes128>());
        Bits.AssertSame(reference, Sums<Lanes256>());
        Bits.AssertSame(reference, Sums<Lanes512>());

        float[] Sums<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            float[] panels = PlainGemm.Random(PackedPanels.Length(Depth, columns), seed: 4);
            float[] sums = [.. Enumerable.Range(0, PackedPanels.RoundUp(columns)).Select(j => (float)j)];
            fixed (float* b = B, p = panels, s = sums)
            {
                PackedPanels.PackAndSum<TLanes>(b, Depth, columns, p, s);
            }

            Bits.AssertSame(expected, panels);
            return sums;
        }
    }

    /// <summary>Rows and summation index in any order, sums that begin with other values, tiles that hang over the edge.</summary>
    [TestMethod]
    public void AProductAtOffsetsIsThatOfTheMatrix()
    {
        int[] rows = [.. Enumerable.Range(0, Rows).Select(i => i * 5 % Rows)];
        int[] depths = [.. Enumerable.Range(0, Depth).Select(k => k * 7 % Depth * Rows)];
        float[] a = PlainGemm.Random(Depth * Rows, seed: 1), start = PlainGemm.Random(Rows * Columns, seed: 3);
        float[] matrix = [.. rows.SelectMany(i => depths.Select(k => a[i + k]))];
        foreach (int startRow in (int[])[0, Columns])
        {
            float[] expected = PlainGemm.Multiply(Rows, Columns, Depth, matrix, false, B, false, 1, start, startRow);
            AssertProduct<Lane>();
            AssertProduct<Lanes128>();
            AssertProduct<Lanes256>();
            AssertProduct<Lanes512>();

            void AssertProduct<TLanes>()
                where TLanes : unmanaged, ILanes<TLanes>
            {
                float[] actual = new float[Rows * Columns];
                int[] targets = [.. Enumerable.Range(0, Rows).Select(i => i * Columns)];
                fixed (float* x = a, panels = Panels(), s = start, y = actual)
                fixed (int* sourceRows = rows, sourceDepths = depths, targetRows = targets)
                {
                    new OffsetProduct
                    {
                        Source = x, SourceRows = sourceRows, SourceDepths = sourceDepths, Depth = Depth, Panels = panels,
                        Start = s, StartRow = startRow, Target = y, TargetRows = targetRows, Columns = Columns,
                    }.Multiply<TLanes, CachedStores>(Rows);
                }

                Bits.AssertSame(expected, actual);
            }
        }
    }

    /// <summary>B in panels, zeros behind its last column.</summary>
    private static float[] Panels(int columns = Columns)
    {
        float[] panels = new float[PackedPanels.Length(Depth, columns)];
        for (int k = 0; k < Depth; k++)
        {
            for (int j = 0; j < columns; j++)
            {
                panels[PackedPanels.Offset(Depth, k, j)] = B[(k * columns) + j];
            }
        }

        return panels;
    }
}
