namespace MLNetQuantumPrior.Learning;

/// <summary>Rows in a new order in each epoch.</summary>
internal interface IShuffledRows
{
    long Count { get; }

    /// <summary>Most rows that there is memory for besides.</summary>
    long MostToTake { get; }

    /// <summary>Mean of each column.</summary>
    float[] ColumnMeans();

    /// <summary>Rows by their numbers in the order of the data.</summary>
    /// <param name="numbers">Ascending, each below <see cref="Count"/>.</param>
    float[] Take(long[] numbers);

    /// <summary>All rows once; each is valid until the next one is asked for. The same seed and epoch give the same order.</summary>
    IEnumerable<ReadOnlyMemory<float>> Epoch(ulong seed, int epoch);
}
