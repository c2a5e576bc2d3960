namespace MLNetQuantumPrior.Sampling;

/// <summary>An immutable matrix of spins, -1 or +1: one row a configuration, one column a spin.</summary>
public sealed class SpinMatrix
{
    private readonly sbyte[] _spins;

    /// <summary>Copies <paramref name="spins"/>, row after row.</summary>
    /// <param name="rows">Number of configurations, at least 0.</param>
    /// <param name="columns">Number of spins, at least 1.</param>
    /// <param name="spins">rows * columns values, each -1 or +1.</param>
    /// <exception cref="ArgumentException">The length is not rows * columns, or a value is neither -1 nor +1.</exception>
    public SpinMatrix(int rows, int columns, ReadOnlySpan<sbyte> spins)
        : this(spins.ToArray(), rows, columns)
    {
        int wrong = spins.IndexOfAnyExcept((sbyte)-1, (sbyte)1);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"Spin [{wrong / columns}, {wrong % columns}]: expected -1 or +1, got {spins[wrong]}.", nameof(spins));
        }
    }

    private SpinMatrix(sbyte[] spins, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (spins.Length != (long)rows * columns)
        {
            throw new ArgumentException(
                $"Spins of a {rows} x {columns} matrix: expected {(long)rows * columns} values, got {spins.Length}.", nameof(spins));
        }

        (Rows, Columns, _spins) = (rows, columns, spins);
    }

    /// <summary>Number of configurations.</summary>
    public int Rows { get; }

    /// <summary>Number of spins of a configuration.</summary>
    public int Columns { get; }

    /// <summary>One configuration.</summary>
    public ReadOnlySpan<sbyte> this[int row] => _spins.AsSpan(row * Columns, Columns);

    /// <summary>One configuration many times, such as one start of all reads for <see cref="SampleRequest.InitialStates"/>.</summary>
    /// <param name="configuration">-1 or +1 for each spin.</param>
    /// <param name="rows">How often, at least 0.</param>
    public static SpinMatrix Repeat(ReadOnlySpan<sbyte> configuration, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        sbyte[] spins = new sbyte[checked(rows * configuration.Length)];
        for (int r = 0; r < rows; r++)
        {
            configuration.CopyTo(spins.AsSpan(r * configuration.Length));
        }

        return new(rows, configuration.Length, spins);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SpinMatrix)} {{ {Rows} x {Columns} }}";

    /// <summary>All spins, row after row.</summary>
    public ReadOnlySpan<sbyte> AsSpan() => _spins;

    /// <summary>Some columns of all rows: column k is columns[k] of this matrix.</summary>
    internal SpinMatrix Select(int[] columns)
    {
        sbyte[] selected = new sbyte[Rows * columns.Length];
        for (int r = 0; r < Rows; r++)
        {
            ReadOnlySpan<sbyte> row = this[r];
            for (int k = 0; k < columns.Length; k++)
            {
                selected[(r * columns.Length) + k] = row[columns[k]];
            }
        }

        return Adopt(selected, Rows, columns.Length);
    }

    /// <summary>Some rows, in the order given.</summary>
    internal SpinMatrix Rearranged(ReadOnlySpan<int> rows)
    {
        sbyte[] spins = new sbyte[rows.Length * Columns];
        for (int r = 0; r < rows.Length; r++)
        {
            this[rows[r]].CopyTo(spins.AsSpan(r * Columns));
        }

        return Adopt(spins, rows.Length, Columns);
    }

    /// <summary>Takes over an array of spins that a kernel has just written and nobody else keeps.</summary>
    internal static SpinMatrix Adopt(sbyte[] spins, int rows, int columns) => new(spins, rows, columns);
}
