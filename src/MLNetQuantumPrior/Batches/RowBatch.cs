namespace MLNetQuantumPrior;

/// <summary>Rows read from one cursor and what is computed of them. Belongs to that cursor's thread.</summary>
internal abstract class RowBatch
{
    /// <summary>Reads what the computation needs of the input's present row.</summary>
    public abstract void Read(int row);

    /// <summary>Computes the active columns of rows 0 to before <paramref name="count"/>.</summary>
    public abstract void Compute(int count);

    /// <summary>An active column's values in a computed row.</summary>
    public abstract ReadOnlySpan<float> Values(int added, int row);
}
