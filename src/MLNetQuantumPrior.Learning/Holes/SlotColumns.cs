namespace MLNetQuantumPrior.Learning;

/// <summary>Which slots of a row belong to which column of its table, so that columns can be hidden.</summary>
internal sealed class SlotColumns
{
    private readonly int[] _columnOfSlot;

    /// <param name="count">Number of columns, at least 1.</param>
    /// <param name="columnOfSlot">The column of each slot, from 0 to before <paramref name="count"/>.</param>
    /// <exception cref="ArgumentException">There is no column or slot, or a slot is of no column.</exception>
    public SlotColumns(int count, ReadOnlySpan<int> columnOfSlot)
    {
        if (count < 1 || columnOfSlot.IsEmpty)
        {
            throw new ArgumentException($"Columns: expected at least one and a slot, got {count} and {columnOfSlot.Length} slots.");
        }

        foreach (int column in columnOfSlot)
        {
            if ((uint)column >= (uint)count)
            {
                throw new ArgumentException($"Column of a slot: expected a number from 0 to {count - 1}, got {column}.");
            }
        }

        (Count, _columnOfSlot) = (count, columnOfSlot.ToArray());
    }

    /// <summary>Number of columns.</summary>
    public int Count { get; }

    /// <summary>Number of slots of a row.</summary>
    public int Slots => _columnOfSlot.Length;

    /// <summary>The column of each slot.</summary>
    public ReadOnlySpan<int> ColumnOfSlot => _columnOfSlot;

    /// <summary>Number of inputs of a network that sees slots and which columns are hidden.</summary>
    public int InputSize => Slots + Count;

    /// <summary>What a network sees of a row: its slots, 0 where they are hidden, then for each column whether it is.</summary>
    /// <param name="scaled">Scaled slots. <c>[Slots]</c></param>
    /// <param name="hidden">Which columns are hidden. <c>[Count]</c></param>
    /// <param name="inputs">Receives what is seen. <c>[InputSize]</c></param>
    public void Hide(ReadOnlySpan<float> scaled, ReadOnlySpan<bool> hidden, Span<float> inputs)
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            inputs[slot] = hidden[_columnOfSlot[slot]] ? 0 : scaled[slot];
        }

        for (int column = 0; column < Count; column++)
        {
            inputs[Slots + column] = hidden[column] ? 1 : 0;
        }
    }
}
