namespace MLNetQuantumPrior.Learning;

/// <summary>Rows of scaled features in memory, each a value that its likelihood takes.</summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    /// <summary>Wraps an array of Bernoulli features without copying it; do not change it afterwards.</summary>
    /// <param name="columns">Number of features, at least 1.</param>
    /// <param name="values">Row after row, a whole number of rows.</param>
    /// <exception cref="ArgumentException">The length is not a whole number of rows, or a value is NaN or outside [0, 1].</exception>
    public FeatureMatrix(int columns, float[] values)
        : this(Likelihood.Bernoulli(columns), values)
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
            foreach (SlotRange group in likelihood.Ranges)
            {
                Check(group, row);
            }
        }
    }

    /// <summary>Which values the features may have.</summary>
    public Likelihood Likelihood { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _values.Length / Columns;

    /// <summary>Number of features.</summary>
    public int Columns => Likelihood.Slots;

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Columns, Columns);

    /// <summary>Rows <paramref name="start"/> to before <paramref name="end"/>, one after the other.</summary>
    public ReadOnlySpan<float> Slice(int start, int end) => _values.AsSpan(start * Columns, (end - start) * Columns);

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

    /// <summary>Throws unless the rows were made for a likelihood.</summary>
    internal void CheckFits(Likelihood likelihood, string parameter)
    {
        if (Likelihood != likelihood)
        {
            throw new ArgumentException(
                $"Rows: expected features of {likelihood}, the likelihood of the model, got {Likelihood}. " +
                $"Make the {nameof(FeatureMatrix)} with the model's.",
                parameter);
        }
    }

    private void Check(SlotRange group, int row)
    {
        ReadOnlySpan<float> values = this[row].Slice(group.First, group.Count);
        float sum = 0;
        for (int k = 0; k < values.Length; k++)
        {
            float value = values[k];
            bool holds = group.Kind switch
            {
                SlotKind.Bernoulli => value >= 0 && value <= 1,
                SlotKind.Gaussian => float.IsFinite(value),
                _ => value is 0 or 1 && (sum += value) <= 1,
            };
            if (!holds)
            {
                string expected = group.Kind switch
                {
                    SlotKind.Bernoulli => "a number within [0, 1]",
                    SlotKind.Gaussian => "a finite number",
                    _ => $"zeros and at most one 1 in features {group.First} to {group.First + group.Count - 1}",
                };
                string got = value == 1 ? "another 1" : FormattableString.Invariant($"{value}");
                throw new ArgumentException($"Feature {group.First + k} of row {row}: expected {expected}, got {got}.", nameof(values));
            }
        }
    }
}
