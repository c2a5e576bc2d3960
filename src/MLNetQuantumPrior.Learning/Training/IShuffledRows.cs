namespace MLNetQuantumPrior.Learning;

/// <summary>Rows in a new order in each epoch.</summary>
internal interface IShuffledRows
{
    long Count { get; }

    /// <summary>Mean of each column.</summary>
    float[] ColumnMeans();

    /// <summary>Rows by their numbers in the order of the data.</summary>
    /// <param name="numbers">Ascending, each below <see cref="Count"/>.</param>
    float[] Take(long[] numbers);

    /// <summary>Rows from all over the data, in its order and at even distances; each is valid until the next one is asked for.</summary>
    /// <param name="count">How many, at most <see cref="Count"/>.</param>
    IEnumerable<ReadOnlyMemory<float>> Spread(long count);

    /// <summary>All rows once; each is valid until the next one is asked for. The same seed and epoch give the same order.</summary>
    IEnumerable<ReadOnlyMemory<float>> Epoch(ulong seed, int epoch);
}
