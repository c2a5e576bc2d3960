namespace MLNetQuantumPrior.Learning;

/// <summary>Rows of features in memory, each value within [0, 1].</summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    /// <summary>Wraps an array without copying it; do not change it afterwards.</summary>
    /// <param name="columns">Number of features, at least 1.</param>
    /// <param name="values">Row after row, a whole number of rows.</param>
    /// <exception cref="ArgumentException">The length is not a whole number of rows, or a value is NaN or outside [0, 1].</exception>
    public FeatureMatrix(int columns, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length % columns != 0)
        {
            throw new ArgumentException($"Features: expected a whole number of rows of {columns} values, got {values.Length} values.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1))
            {
                throw new ArgumentException($"Feature {i % columns} of row {i / columns}: expected a number within [0, 1], got {values[i]}.", nameof(values));
            }
        }

        (Columns, _values) = (columns, values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _values.Length / Columns;

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Columns, Columns);

    /// <summary>Rows <paramref name="start"/> to before <paramref name="end"/>, one after the other.</summary>
    public ReadOnlySpan<float> Slice(int start, int end) => _values.AsSpan(start * Columns, (end - start) * Columns);

    /// <summary>Mean of each column.</summary>
    public float[] ColumnMeans()
    {
        double[] sums = new double[Columns];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> values = this[row];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i];
            }
        }

        return [.. sums.Select(sum => (float)(sum / Math.Max(1, Rows)))];
    }
}
