using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The positive phase of groups of rows, such as classes: means of m_i and of m_i m_j over the codes of the rows, m = tanh(logit / 2).
/// </summary>
/// <remarks>Nothing is sampled. Rows of a batch are summed in single precision, batches in double.</remarks>
internal sealed class CodeMoments
{
    /// <summary>So few that rounding within a batch stays below one in a million.</summary>
    private const int MaxBatchRows = 1024;

    private const int RowsPerPart = 64;

    private readonly SpinGraph _graph;
    private readonly SpinMoments _batchMoments;
    private readonly double[][] _sums; // [group][spins, then edges]
    private readonly long[] _rows;
    private readonly int _threads;
    private float[] _means = [];
    private float[] _sorted = [];

    /// <param name="graph">The prior's graph.</param>
    /// <param name="codes">Codes of as many spins.</param>
    /// <param name="groups">The group of each row, from 0, or -1 for a row to leave out.</param>
    /// <param name="count">Number of groups.</param>
    /// <param name="threads">Most threads. The sums do not depend on it.</param>
    public CodeMoments(SpinGraph graph, LabelledCodes codes, ReadOnlySpan<int> groups, int count, int threads)
        : this(graph, count, threads)
    {
        for (int first = 0; first < codes.Rows; first += MaxBatchRows)
        {
            int end = Math.Min(first + MaxBatchRows, codes.Rows);
            Add(codes.Slice(first, end), groups[first..end]);
        }
    }

    /// <summary>The moments of no rows yet.</summary>
    public CodeMoments(SpinGraph graph, int count, int threads)
    {
        (_graph, _threads) = (graph, threads);
        _batchMoments = new(PairSums.For(graph, threads));
        _rows = new long[count];
        _sums = [.. Enumerable.Range(0, count).Select(_ => new double[graph.SpinCount + graph.Edges.Length])];
    }

    /// <summary>The moments of a group.</summary>
    public TargetMoments this[int group] =>
        new(_rows[group], Array.ConvertAll(_sums[group], sum => (float)(sum / Math.Max(1, _rows[group]))));

    /// <summary>Adds codes of some rows, at most <see cref="MaxBatchRows"/>, each of a group or, at -1, of none.</summary>
    public unsafe void Add(ReadOnlySpan<float> logits, ReadOnlySpan<int> groups)
    {
        int n = _graph.SpinCount;
        Array.Resize(ref _means, logits.Length);
        Array.Resize(ref _sorted, logits.Length);
        float* entropies = stackalloc float[groups.Length];
        fixed (float* l = logits, m = _means)
        {
            LaneJob<PosteriorMeans>.Run(new(n, l, m, entropies), groups.Length, RowsPerPart, _threads);
        }

        for (int group = 0; group < _rows.Length; group++)
        {
            int rows = 0;
            for (int row = 0; row < groups.Length; row++)
            {
                if (groups[row] == group)
                {
                    _means.AsSpan(row * n, n).CopyTo(_sorted.AsSpan(rows++ * n));
                }
            }

            if (rows > 0)
            {
                _batchMoments.Set(_sorted.AsSpan(0, rows * n));
                _batchMoments.AddTo(_sums[group], rows);
                _rows[group] += rows;
            }
        }
    }
}

/// <summary>What a Boltzmann machine is fitted to: mean m_i of each spin, then mean m_i m_j of each edge.</summary>
/// <param name="Rows">Rows that the means are over.</param>
/// <param name="Values">The moments: spins, then edges.</param>
internal sealed record TargetMoments(long Rows, float[] Values);
