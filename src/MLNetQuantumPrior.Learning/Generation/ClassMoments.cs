using System.Collections.Immutable;
using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The positive phase of each class: means of m_i and of m_i m_j over the codes of its rows, m = tanh(logit / 2), gathered batch by batch.
/// </summary>
/// <remarks>Nothing is sampled. Rows of a batch are summed in single precision, batches in double. Not for concurrent calls.</remarks>
public sealed class ClassMoments
{
    /// <summary>So few that rounding within a batch stays below one in a million.</summary>
    private const int MaxBatchRows = 1024;

    private const int RowsPerPart = 64;

    private readonly PairSums _pairs;
    private readonly SpinMoments _batchMoments;
    private readonly double[][] _sums; // [class][spins, then edges]
    private readonly long[] _rows;
    private readonly int _threads;
    private float[] _means = [];
    private float[] _sorted = [];

    /// <summary>Starts without rows.</summary>
    /// <param name="graph">The prior's graph.</param>
    /// <param name="names">Names of the classes, in the order of their numbers; at least one, none twice.</param>
    /// <param name="maxDegreeOfParallelism">Most threads, at least 1; 0 for one a core. The sums do not depend on it.</param>
    /// <exception cref="ArgumentException">There is no name, or one comes twice.</exception>
    public ClassMoments(SpinGraph graph, ImmutableArray<string> names, int maxDegreeOfParallelism = 0)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDegreeOfParallelism);
        if (names.IsDefaultOrEmpty || names.Distinct().Count() != names.Length)
        {
            string got = names.IsDefaultOrEmpty ? "none" : string.Join(", ", names);
            throw new ArgumentException($"Names of classes: expected at least one and none twice, got {got}.", nameof(names));
        }

        _threads = maxDegreeOfParallelism == 0 ? Environment.ProcessorCount : maxDegreeOfParallelism;
        (Graph, Names) = (graph, names);
        _pairs = PairSums.For(graph, _threads);
        _batchMoments = new(_pairs);
        _rows = new long[names.Length];
        _sums = [.. names.Select(_ => new double[graph.SpinCount + graph.Edges.Length])];
    }

    /// <summary>The prior's graph.</summary>
    public SpinGraph Graph { get; }

    /// <summary>Names of the classes.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Rows of a class so far.</summary>
    public long Rows(int label) => _rows[label];

    /// <summary>Adds rows.</summary>
    /// <param name="logits">The encoder's logits. <c>[rows, spins]</c></param>
    /// <param name="labels">The number of each row's class, or -1 for a row to leave out. <c>[rows]</c></param>
    /// <exception cref="ArgumentException">A length is wrong, a label is no class, or a logit is not finite: nothing is added.</exception>
    public void Add(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        int n = Graph.SpinCount;
        Check(logits, labels);
        for (int first = 0; first < labels.Length; first += MaxBatchRows)
        {
            int rows = Math.Min(MaxBatchRows, labels.Length - first);
            AddBatch(logits.Slice(first * n, rows * n), labels.Slice(first, rows));
        }
    }

    internal LatentMoments Of(int label) =>
        new(_rows[label], Array.ConvertAll(_sums[label], sum => (float)(sum / Math.Max(1, _rows[label]))));

    private void Check(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        int n = Graph.SpinCount;
        if (logits.Length != (long)labels.Length * n)
        {
            throw new ArgumentException(
                $"Logits: expected {(long)labels.Length * n} values, {labels.Length} rows of {n} spins, got {logits.Length}.",
                nameof(logits));
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < -1 || labels[row] >= Names.Length)
            {
                throw new ArgumentException(
                    $"Label of row {row}: expected a class from 0 to {Names.Length - 1}, or -1 for none, got {labels[row]}.",
                    nameof(labels));
            }
        }

        for (int k = 0; k < logits.Length; k++)
        {
            if (!float.IsFinite(logits[k]))
            {
                throw new ArgumentException($"Logit {k % n} of row {k / n}: expected a finite number, got {logits[k]}.", nameof(logits));
            }
        }
    }

    private unsafe void AddBatch(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        int n = Graph.SpinCount;
        Array.Resize(ref _means, logits.Length);
        Array.Resize(ref _sorted, logits.Length);
        float* entropies = stackalloc float[labels.Length];
        fixed (float* l = logits, m = _means)
        {
            LaneJob<PosteriorMeans>.Run(new(n, l, m, entropies), labels.Length, RowsPerPart, _threads);
        }

        for (int label = 0; label < Names.Length; label++)
        {
            int rows = 0;
            for (int row = 0; row < labels.Length; row++)
            {
                if (labels[row] == label)
                {
                    _means.AsSpan(row * n, n).CopyTo(_sorted.AsSpan(rows++ * n));
                }
            }

            if (rows > 0)
            {
                _batchMoments.Set(_sorted.AsSpan(0, rows * n));
                _batchMoments.AddTo(_sums[label], rows);
                _rows[label] += rows;
            }
        }
    }
}
