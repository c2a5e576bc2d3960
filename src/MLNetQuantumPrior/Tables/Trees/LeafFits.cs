namespace MLNetQuantumPrior;

/// <summary>Learns distributions of categories.</summary>
/// <param name="codes">The category of each row; a missing cell is one category more.</param>
/// <param name="categories">How many there are, without that of missing cells.</param>
internal sealed class CategoryLeafFit(int[] codes, int categories) : ILeafFit
{
    private readonly List<ImmutableArray<CategoryCount>> _leaves = [];
    private readonly int[] _counts = new int[categories + 1];

    /// <inheritdoc/>
    public int Add(ReadOnlySpan<int> rows)
    {
        Array.Clear(_counts);
        foreach (int row in rows)
        {
            _counts[codes[row]]++;
        }

        _leaves.Add([.. Enumerable.Range(0, _counts.Length).Where(code => _counts[code] > 0)
            .Select(code => new CategoryCount(code, _counts[code]))]);
        return _leaves.Count - 1;
    }

    /// <inheritdoc/>
    public ICellLeaves Finish() => new CategoryLeaves(_leaves, categories);
}

/// <summary>Learns distributions of numbers.</summary>
/// <param name="cells">Numbers, NaN where one is missing.</param>
/// <param name="numbers">What ranks are ranks of.</param>
/// <param name="rowsPerStep">About how many rows a step has.</param>
internal sealed class NumberLeavesFit(double[] cells, NumberQuantiles numbers, int rowsPerStep) : ILeafFit
{
    private readonly List<NumberLeaf> _leaves = [];
    private readonly NumberLeafFit _fit = new(numbers, rowsPerStep);
    private readonly double[] _present = new double[cells.Length];

    /// <inheritdoc/>
    public int Add(ReadOnlySpan<int> rows)
    {
        int count = 0;
        foreach (int row in rows)
        {
            if (!double.IsNaN(cells[row]))
            {
                _present[count++] = cells[row];
            }
        }

        Array.Sort(_present, 0, count);
        _leaves.Add(_fit.Of(_present.AsSpan(0, count), rows.Length - count));
        return _leaves.Count - 1;
    }

    /// <inheritdoc/>
    public ICellLeaves Finish() => new NumberLeaves(_leaves, numbers);
}
