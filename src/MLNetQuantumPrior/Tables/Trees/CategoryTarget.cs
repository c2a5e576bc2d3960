namespace MLNetQuantumPrior;

/// <summary>Categories: the gain is that of entropy. Sums are the rows, and those of each category that the node has.</summary>
internal sealed class CategoryTarget : ISplitTarget
{
    private readonly int[] _codes, _classes;
    private readonly double[] _logs; // n log n
    private readonly int[] _countOf;
    private int _pivot;

    /// <summary>Takes the column's cells.</summary>
    /// <param name="codes">The category of each row; a missing cell is one category more.</param>
    /// <param name="categories">How many there are, that of missing cells included.</param>
    public CategoryTarget(int[] codes, int categories)
    {
        (_codes, _classes, _countOf) = (codes, new int[codes.Length], new int[categories]);
        _logs = new double[codes.Length + 1];
        for (int n = 1; n < _logs.Length; n++)
        {
            _logs[n] = n * Math.Log(n);
        }
    }

    /// <inheritdoc/>
    public int Sums { get; private set; }

    /// <inheritdoc/>
    public double Chance => 0.5 * (Sums - 3); // half a nat for each free probability beyond one

    /// <inheritdoc/>
    public bool Enter(ReadOnlySpan<int> rows)
    {
        Array.Clear(_countOf);
        foreach (int row in rows)
        {
            _countOf[_codes[row]]++;
        }

        int most = 0;
        Sums = 1;
        for (int code = 0; code < _countOf.Length; code++)
        {
            int count = _countOf[code];
            if (count > 0)
            {
                (most, _pivot) = count > most ? (count, Sums) : (most, _pivot);
                _countOf[code] = Sums++; // from here on the number of its sum
            }
        }

        foreach (int row in rows)
        {
            _classes[row] = _countOf[_codes[row]];
        }

        return Sums > 2;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<int> rows, ReadOnlySpan<byte> bins, Span<double> sums)
    {
        foreach (int row in rows)
        {
            int first = bins[row] * Sums;
            sums[first]++;
            sums[first + _classes[row]]++;
        }
    }

    /// <inheritdoc/>
    public double Gain(ReadOnlySpan<double> left, ReadOnlySpan<double> all)
    {
        double gain = _logs[(int)all[0]] - _logs[(int)left[0]] - _logs[(int)(all[0] - left[0])];
        for (int k = 1; k < left.Length; k++)
        {
            gain += _logs[(int)left[k]] + _logs[(int)(all[k] - left[k])] - _logs[(int)all[k]];
        }

        return gain;
    }

    /// <inheritdoc/>
    public double Rank(ReadOnlySpan<double> bin) => bin[_pivot] / bin[0];
}
