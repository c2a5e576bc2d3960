using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Every tile, whatever its width, gives the plain loop's chain of fused multiply-adds, bit for bit.</summary>
[TestClass]
public sealed unsafe class GemmTileTests
{
    /// <summary>Rows, columns, depth: single values, less and more than a tile, exact tiles, sums longer than one panel of 256.</summary>
    public static IEnumerable<object[]> Shapes =>
    [
        [1, 1, 1], [1, 33, 17], [3, 17, 31], [4, 16, 6], [8, 32, 5], [17, 31, 3], [31, 128, 33], [33, 255, 16], [128, 1, 255],
        [9, 65, 256], [10, 40, 257], [5, 50, 700],
    ];

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Avx512TileIsThePlainLoop(int rows, int columns, int depth) => Check<Tile8x2<Lanes512>, Lanes512>(rows, columns, depth);

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void Avx2TileIsThePlainLoop(int rows, int columns, int depth) => Check<Tile4x2<Lanes256>, Lanes256>(rows, columns, depth);

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void FourLaneTileIsThePlainLoop(int rows, int columns, int depth) => Check<Tile8x2<Lanes128>, Lanes128>(rows, columns, depth);

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void SingleLaneTileIsThePlainLoop(int rows, int columns, int depth) => Check<Tile4x2<Lane>, Lane>(rows, columns, depth);

    private static void Check<TTile, TLanes>(int rows, int columns, int depth)
        where TTile : struct, IGemmTile
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float[] a = PlainGemm.Random(rows * depth, seed: 1);
        float[] b = PlainGemm.Random(depth * columns, seed: 2);
        float[] start = PlainGemm.Random(rows * columns, seed: 3);
        foreach (bool transposedA in (bool[])[false, true])
        {
            foreach (bool transposedB in (bool[])[false, true])
            {
                foreach (float scale in (float[])[1, .3f])
                {
                    foreach ((float[]? from, int startRow) in ((float[]?, int)[])[(null, 0), (start, 0), (start, columns)])
                    {
                        float[] expected = PlainGemm.Multiply(rows, columns, depth, a, transposedA, b, transposedB, scale, from, startRow);
                        var actual = new float[rows * columns];
                        fixed (float* aPointer = a, bPointer = b, startPointer = from, c = actual)
                        {
                            GemmProblem problem = new()
                            {
                                Rows = rows,
                                Columns = columns,
                                Depth = depth,
                                A = aPointer,
                                ARow = transposedA ? 1 : depth,
                                ADepth = transposedA ? rows : 1,
                                B = bPointer,
                                BDepth = transposedB ? 1 : columns,
                                BColumn = transposedB ? depth : 1,
                                Start = startPointer,
                                StartRow = startRow,
                                C = c,
                                Scale = scale,
                            };
                            int firstShare = Math.Min(rows, TTile.Rows);
                            for (int column = 0; column < columns; column += TTile.Columns)
                            {
                                GemmBlock<TTile, TLanes>.Multiply(problem, 0, firstShare, column);
                                GemmBlock<TTile, TLanes>.Multiply(problem, firstShare, rows, column);
                            }
                        }

                        Bits.AssertSame(expected, actual, $"A^T {transposedA}, B^T {transposedB}, scale {scale}, start {startRow}.");
                    }
                }
            }
        }
    }
}
