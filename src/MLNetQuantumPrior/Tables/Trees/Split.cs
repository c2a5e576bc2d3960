namespace MLNetQuantumPrior;

/// <summary>A question, and what it gains.</summary>
/// <param name="Input">What is asked for.</param>
/// <param name="Cut">The last bin that goes left.</param>
/// <param name="IsMissingRight">Whether missing cells go right.</param>
/// <param name="Right">Of categories, the bins that go right.</param>
/// <param name="Gain">Nats.</param>
internal sealed record Split(BinnedInput Input, int Cut, bool IsMissingRight, bool[]? Right, double Gain)
{
    /// <summary>Whether a row goes right.</summary>
    public bool IsRight(int row)
    {
        int bin = Input.Bins[row];
        return Right is not null ? Right[bin] : Input.HasMissing && bin == Input.Count - 1 ? IsMissingRight : bin > Cut;
    }

    /// <summary>Puts the rows that go left in front; both parts keep their order. Returns how many they are.</summary>
    public int Partition(Span<int> rows)
    {
        int[] right = new int[rows.Length];
        int left = 0, others = 0;
        foreach (int row in rows)
        {
            if (IsRight(row))
            {
                right[others++] = row;
            }
            else
            {
                rows[left++] = row;
            }
        }

        right.AsSpan(0, others).CopyTo(rows[left..]);
        return left;
    }
}
