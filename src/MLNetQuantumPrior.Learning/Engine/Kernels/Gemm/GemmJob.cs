using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A matrix product cut into blocks of C; a block's columns are one panel of B, its rows a share of all rows.</summary>
internal struct GemmJob<TTile, TLanes> : IPoolJob
    where TTile : struct, IGemmTile
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Some 10 microseconds on one AVX-512 core; below it the hand-over costs as much as a second core gives.</summary>
    private const long SmallestParallelProduct = 1 << 20;

    /// <summary>Parts a thread: enough to even out slow threads, few enough that packing the same panel again stays cheap.</summary>
    private const int PartsPerThread = 4;

    private GemmProblem _problem;
    private int _rowShares;
    private int _rowsPerShare;

    public static void Run(in GemmProblem problem, int threads)
    {
        if ((long)problem.Rows * problem.Columns * problem.Depth < SmallestParallelProduct)
        {
            threads = 1;
        }

        int panels = CeilingDivide(problem.Columns, TTile.Columns);
        int tileRows = CeilingDivide(problem.Rows, TTile.Rows);
        int shares = threads == 1 ? 1 : Math.Min(tileRows, CeilingDivide(threads * PartsPerThread, panels));
        int tileRowsPerShare = CeilingDivide(tileRows, shares);
        GemmJob<TTile, TLanes> job = new()
        {
            _problem = problem,
            _rowShares = CeilingDivide(tileRows, tileRowsPerShare),
            _rowsPerShare = tileRowsPerShare * TTile.Rows,
        };
        WorkerPool.Shared.Run(job, panels * job._rowShares, threads);
    }

    public readonly void Execute(int part)
    {
        (int panel, int share) = Math.DivRem(part, _rowShares);
        int firstRow = share * _rowsPerShare;
        int endRow = Math.Min(firstRow + _rowsPerShare, _problem.Rows);
        GemmBlock<TTile, TLanes>.Multiply(_problem, firstRow, endRow, panel * TTile.Columns);
    }

    private static int CeilingDivide(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}
