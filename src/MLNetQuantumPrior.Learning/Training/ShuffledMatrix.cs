namespace MLNetQuantumPrior.Learning;

/// <summary>Rows of a matrix in random order.</summary>
/// <param name="Data">The matrix.</param>
/// <param name="Rows">Numbers of its rows that take part.</param>
internal sealed record ShuffledMatrix(FeatureMatrix Data, int[] Rows) : IShuffledRows
{
    public long Count => Rows.Length;

    public float[] ColumnMeans() => Data.ColumnMeans(Rows);

    public float[] Take(long[] numbers)
    {
        float[] values = new float[numbers.Length * Data.Columns];
        for (int k = 0; k < numbers.Length; k++)
        {
            Data[Rows[numbers[k]]].CopyTo(values.AsSpan(k * Data.Columns));
        }

        return values;
    }

    public IEnumerable<ReadOnlyMemory<float>> Spread(long count)
    {
        for (long k = 0; k < count; k++)
        {
            yield return Data.Memory(Rows[k * Rows.Length / count]);
        }
    }

    public IEnumerable<ReadOnlyMemory<float>> Epoch(ulong seed, int epoch)
    {
        foreach (int row in new UniformStream(seed, RandomUse.RowOrder(epoch)).Permutation(Rows.Length))
        {
            yield return Data.Memory(Rows[row]);
        }
    }
}
