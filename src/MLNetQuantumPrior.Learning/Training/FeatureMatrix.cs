namespace MLNetQuantumPrior.Learning;

/// <summary>Rows of scaled features in memory, each a value that its likelihood takes.</summary>
public sealed class FeatureMatrix : ITrainingRows
{
    private readonly float[] _values;

    /// <summary>
    /// Wraps an array of Bernoulli features, such as pixels, without copying it; do not change it afterwards. For other features pass a
    /// <see cref="Likelihood"/>.
    /// </summary>
    /// <param name="columns">Number of features, at least 1.</param>
    /// <param name="values">Row after row, a whole number of rows.</param>
    /// <exception cref="ArgumentException">The length is not a whole number of rows, or a value is NaN or outside [0, 1].</exception>
    public FeatureMatrix(int columns, float[] values)
        : this(
            Likelihood.Bernoulli(columns),
            values,
            " Without a likelihood all features are Bernoulli. For other numbers and categories pass one: " +
            $"new {nameof(FeatureMatrix)}({nameof(Likelihood)}.{nameof(Likelihood.Gaussian)}({columns}), values) takes any numbers.")
    {
    }

    /// <summary>Wraps an array without copying it; do not change it afterwards.</summary>
    /// <param name="likelihood">Which values each feature may have.</param>
    /// <param name="values">Row after row, a whole number of rows.</param>
    /// <exception cref="ArgumentException">
    /// The length is not a whole number of rows, or a value is outside [0, 1] in a Bernoulli slot, not finite in a Gaussian one, or a
    /// categorical group has anything but zeros and at most one 1.
    /// </exception>
    public FeatureMatrix(Likelihood likelihood, float[] values)
        : this(likelihood, values, advice: "")
    {
    }

    private FeatureMatrix(Likelihood likelihood, float[] values, string advice)
    {
        ArgumentNullException.ThrowIfNull(likelihood);
        ArgumentNullException.ThrowIfNull(values);
        (Likelihood, _values) = (likelihood, values);
        if (values.Length % Columns != 0)
        {
            throw new ArgumentException(
                $"Features: expected a whole number of rows of {Columns} values, got {values.Length} values.", nameof(values));
        }

        for (int row = 0; row < Rows; row++)
        {
            RowCheck.Run(likelihood, this[row], row, advice);
        }
    }

    /// <summary>Which values the features may have.</summary>
    public Likelihood Likelihood { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _values.Length / Columns;

    long ITrainingRows.Count => Rows;

    /// <summary>Number of features.</summary>
    public int Columns => Likelihood.Slots;

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Columns, Columns);

    /// <summary>Rows <paramref name="start"/> to before <paramref name="end"/>, one after the other.</summary>
    public ReadOnlySpan<float> Slice(int start, int end) => _values.AsSpan(start * Columns, (end - start) * Columns);

    string ITrainingRows.Digest() => CheckpointKey.Digest<float>(_values);

    RowSplit ITrainingRows.Split(long held, ulong seed)
    {
        if (held == 0)
        {
            return new(new ShuffledMatrix(this, [.. Enumerable.Range(0, Rows)]), null);
        }

        int[] order = new UniformStream(seed, RandomUse.ValidationRows).Permutation(Rows);
        float[] values = new float[held * Columns];
        for (int k = 0; k < held; k++)
        {
            this[order[k]].CopyTo(values.AsSpan(k * Columns));
        }

        return new(new ShuffledMatrix(this, [.. order.Skip((int)held).Order()]), new(Likelihood, values));
    }

    /// <summary>One row, as memory.</summary>
    internal ReadOnlyMemory<float> Memory(int row) => _values.AsMemory(row * Columns, Columns);

    /// <summary>Mean of each column over some rows.</summary>
    internal float[] ColumnMeans(ReadOnlySpan<int> rows)
    {
        double[] sums = new double[Columns];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> values = this[row];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i];
            }
        }

        int count = Math.Max(1, rows.Length);
        return [.. sums.Select(sum => (float)(sum / count))];
    }

    /// <summary>All values, row after row.</summary>
    internal ReadOnlySpan<float> AsSpan() => _values;
}
