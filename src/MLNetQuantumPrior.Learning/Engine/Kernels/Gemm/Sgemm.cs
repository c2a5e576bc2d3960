using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// Products of matrices of floats, spread over cores. Each element is one chain of fused multiply-adds over the summation index, in
/// order, so it does not depend on the other rows and columns, on the number of threads or on the width of the registers.
/// </summary>
internal static unsafe class Sgemm
{
    /// <summary>Rows of a tile. What is left of them is faster row by row than in a tile that is empty in part.</summary>
    private const int TileRows = 8;

    /// <summary>About ten microseconds at a depth of 512.</summary>
    private const int ColumnsPerPart = 1024;

    /// <summary>C = scale A B.</summary>
    /// <param name="a">[n, k]; for the transpose of a matrix, <see cref="Matrix.Transpose"/>.</param>
    /// <param name="b">[k, m]; likewise.</param>
    /// <param name="c">Receives [n, m], row-major; must not overlap a or b.</param>
    /// <param name="scale">Factor on the product.</param>
    /// <param name="threads">Threads to use at most; 0 for one a core.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply(Matrix a, Matrix b, Span<float> c, float scale = 1, int threads = 0) =>
        Run(a, b, default, 0, c, scale, threads);

    /// <summary>C = C + scale A B. Parameters as in <see cref="Multiply"/>.</summary>
    public static void MultiplyAdd(Matrix a, Matrix b, Span<float> c, float scale = 1, int threads = 0) =>
        Run(a, b, c, b.Columns, c, scale, threads);

    /// <summary>
    /// C = scale A B at and above the diagonal; what C has below it is of no use. Parameters as in <see cref="Multiply"/>.
    /// </summary>
    public static void MultiplyUpper(Matrix a, Matrix b, Span<float> c, float scale = 1, int threads = 0) =>
        Run(a, b, default, 0, c, scale, threads, onlyUpperC: true);

    /// <summary>C = A B, where B is zero below its diagonal. Parameters as in <see cref="Multiply"/>.</summary>
    public static void MultiplyByUpper(Matrix a, Matrix b, Span<float> c, int threads = 0) =>
        Run(a, b, default, 0, c, 1, threads, isUpperB: true);

    /// <summary>C = A B + bias, the bias [m] added to every row. Parameters as in <see cref="Multiply"/>.</summary>
    public static void MultiplyAddBias(Matrix a, Matrix b, ReadOnlySpan<float> bias, Span<float> c, int threads = 0)
    {
        if (bias.Length != b.Columns)
        {
            throw new ArgumentException($"Bias: expected {b.Columns} values, got {bias.Length}.", nameof(bias));
        }

        int inTiles = a.IsTransposed || b.IsTransposed ? a.Rows : a.Rows - (a.Rows % TileRows);
        CheckShapes(a, b, c);
        if (inTiles > 0)
        {
            Matrix tiles = inTiles == a.Rows ? a : new(a.Values[..(inTiles * a.Columns)], inTiles, a.Columns);
            Run(tiles, b, bias, 0, c[..(inTiles * b.Columns)], 1, threads);
        }

        if (inTiles < a.Rows)
        {
            RowByRow(a.Values[(inTiles * a.Columns)..], b, bias, c[(inTiles * b.Columns)..], threads);
        }
    }

    private static void RowByRow(ReadOnlySpan<float> a, Matrix b, ReadOnlySpan<float> bias, Span<float> c, int threads)
    {
        fixed (float* x = a, w = b.Values, start = bias, y = c)
        {
            for (int row = 0; row < a.Length / b.Rows; row++)
            {
                var product = new RowProduct(b.Rows, b.Columns, x + (row * b.Rows), w, start, y + (row * b.Columns));
                LaneJob<RowProduct>.Run(product, b.Columns, ColumnsPerPart, threads == 0 ? Environment.ProcessorCount : threads);
            }
        }
    }

    private static void Run(
        Matrix a,
        Matrix b,
        ReadOnlySpan<float> start,
        int startRow,
        Span<float> c,
        float scale,
        int threads,
        bool onlyUpperC = false,
        bool isUpperB = false)
    {
        CheckShapes(a, b, c);
        fixed (float* aPointer = a.Values, bPointer = b.Values, startPointer = start, cPointer = c)
        {
            GemmProblem problem = new()
            {
                Rows = a.Rows,
                Columns = b.Columns,
                Depth = a.Columns,
                A = aPointer,
                ARow = a.RowStep,
                ADepth = a.ColumnStep,
                B = bPointer,
                BDepth = b.RowStep,
                BColumn = b.ColumnStep,
                Start = startPointer,
                StartRow = startRow,
                C = cPointer,
                Scale = scale,
                OnlyUpperC = onlyUpperC,
                IsUpperB = isUpperB,
            };
            Run(problem, threads == 0 ? Environment.ProcessorCount : threads);
        }
    }

    private static void CheckShapes(Matrix a, Matrix b, Span<float> c)
    {
        if (a.Columns != b.Rows || c.Length != (long)a.Rows * b.Columns)
        {
            throw new ArgumentException(
                $"Product [{a.Rows}, {a.Columns}] x [{b.Rows}, {b.Columns}] into {c.Length} values: the shapes do not fit.", nameof(c));
        }
    }

    /// <summary>For callers inside a kernel, who know that the shapes fit.</summary>
    public static void Run(in GemmProblem problem, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GemmJob<Tile8x2<Lanes512>, Lanes512>.Run(problem, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            GemmJob<Tile4x2<Lanes256>, Lanes256>.Run(problem, threads);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            GemmJob<Tile8x2<Lanes128>, Lanes128>.Run(problem, threads);
        }
        else
        {
            GemmJob<Tile4x2<Lane>, Lane>.Run(problem, threads);
        }
    }
}
