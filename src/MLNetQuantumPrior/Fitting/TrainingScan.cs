using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// What the first pass over a view found: statistics of its features, its classes, and the rows themselves where a buffer holds them.
/// </summary>
internal sealed class TrainingScan
{
    private readonly List<string?> _labels = [];
    private readonly RowSample? _sample;

    private TrainingScan(ViewRows rows, int bufferRows, RowSample? sample, ulong seed)
    {
        int size = rows.Features.Size;
        Attributes = new(rows.Attributes, rows.Label, seed);
        Statistics = new(size);
        Classes = new(rows.Label);
        float[] values = new float[Math.Clamp(rows.KnownCount ?? Math.Min(1024, bufferRows), 1, bufferRows) * size];
        foreach (ViewRow row in rows.Read(withLabels: true))
        {
            Statistics.Add(row.Features.Span);
            Classes.Add(row.Class);
            Attributes.Add(row, keep: row.Position < bufferRows);
            if (row.Position < bufferRows)
            {
                if (row.Position * size == values.Length)
                {
                    Array.Resize(ref values, (int)Math.Min(2L * values.Length, (long)bufferRows * size));
                }

                row.Features.CopyTo(values.AsMemory((int)row.Position * size));
                _labels.Add(row.Class);
                continue;
            }

            if (row.Position == bufferRows)
            {
                sample?.Add(values);
            }

            sample?.Add(row.Features.Span);
        }

        if (Count == 0)
        {
            throw new ArgumentException($"Input column '{rows.Features.Column.Name}': expected rows, got an empty view.");
        }

        int empty = Array.FindIndex([.. Enumerable.Range(0, size)], slot => Statistics.Count(slot) == 0);
        if (empty >= 0)
        {
            throw new ArgumentException(
                $"Input column '{rows.Features.Column.Name}', slot {empty}: expected a value in at least one row, got only NaN.");
        }

        IsWhole = Count <= bufferRows;
        Array.Resize(ref values, (int)Math.Min(Count, bufferRows) * size); // no copy where the length is right
        Values = values;
        _sample = sample;
    }

    public SlotStatistics Statistics { get; }

    public ClassCounts Classes { get; }

    public AttributeScan Attributes { get; }

    /// <summary>Number of rows.</summary>
    public long Count => Statistics.Rows;

    /// <summary>Whether <see cref="Values"/> are all rows.</summary>
    public bool IsWhole { get; }

    /// <summary>The first rows, as many as the buffer holds, in the units of the view.</summary>
    public float[] Values { get; }

    /// <summary>All rows, or where there are too many the random sample that was asked for, if any. <c>[rows, slots]</c></summary>
    public ReadOnlySpan<float> Sample => IsWhole ? Values : _sample is null ? [] : _sample.Values;

    /// <summary>Reads all rows once, in the order of the view.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="bufferRows">How many to keep at most, at least 1.</param>
    /// <param name="sample">Samples rows where there are more than that; null for nothing.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <exception cref="ArgumentException">The view is empty, a feature is not finite, or there are too many classes.</exception>
    public static TrainingScan Of(ViewRows rows, int bufferRows, RowSample? sample = null, ulong seed = 0) =>
        new(rows, bufferRows, sample, seed);

    /// <summary>Number of the class of each row that is kept; -1 for none.</summary>
    public int[] ClassNumbers()
    {
        Dictionary<string, int> numbers = Classes.Numbers();
        return [.. _labels.Select(name => name is null ? LabelledRows.NoClass : numbers[name])];
    }
}
