namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A row-major matrix of floats in someone else's memory, or the transpose of one.</summary>
internal readonly ref struct Matrix
{
    /// <summary>Looks at values as rows, one after the other.</summary>
    /// <param name="values">rows * columns values.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <exception cref="ArgumentException">There are not as many values as that.</exception>
    public Matrix(ReadOnlySpan<float> values, int rows, int columns)
        : this(values, rows, columns, isTransposed: false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException(
                $"Matrix of {rows} x {columns}: expected {(long)rows * columns} values, got {values.Length}.", nameof(values));
        }
    }

    private Matrix(ReadOnlySpan<float> values, int rows, int columns, bool isTransposed)
    {
        Values = values;
        Rows = rows;
        Columns = columns;
        IsTransposed = isTransposed;
    }

    public ReadOnlySpan<float> Values { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Whether <see cref="Values"/> go down the columns.</summary>
    public bool IsTransposed { get; }

    /// <summary>The same values with rows and columns exchanged; nothing is copied.</summary>
    public Matrix Transpose() => new(Values, Columns, Rows, !IsTransposed);

    /// <summary>Distance in memory from one row to the next.</summary>
    public int RowStep => IsTransposed ? 1 : Columns;

    /// <summary>Distance in memory from one column to the next.</summary>
    public int ColumnStep => IsTransposed ? Rows : 1;
}
