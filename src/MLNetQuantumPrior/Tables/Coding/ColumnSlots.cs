using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The slots of a column: first the bit that says whether a cell is missing, if any is, then its value's.</summary>
/// <param name="Column">The column.</param>
/// <param name="First">The first of its slots.</param>
/// <param name="HasMissing">Whether there is a bit for missing cells.</param>
/// <param name="SlotOfCategory">For each category its one-hot slot, or the bit's value; empty of numbers.</param>
/// <param name="Values">Slots of the value: 0 where it never varies.</param>
internal sealed record ColumnSlots(ColumnProfile Column, int First, bool HasMissing, ImmutableArray<int> SlotOfCategory, int Values)
{
    /// <summary>How many categories each one-hot slot stands for.</summary>
    public ImmutableArray<int> CategoriesOf { get; } =
        [.. Enumerable.Range(0, Column.IsCategory ? Values : 0).Select(slot => SlotOfCategory.Count(own => own == slot))];

    /// <summary>How many slots there are.</summary>
    public int Count => Values + (HasMissing ? 1 : 0);

    /// <summary>Whether the value is a bit: one of two categories, or of two numbers.</summary>
    public bool IsBit => Values == 1 && (Column.IsCategory || Column.Numbers!.Knots.Length == 2);

    /// <summary>The first slot of the value.</summary>
    public int Value => First + (HasMissing ? 1 : 0);

    /// <summary>The slots of a column.</summary>
    /// <param name="column">Its profile.</param>
    /// <param name="shared">Of more than <see cref="TableCoding.MostOneHot"/> categories the slot of each.</param>
    /// <param name="first">Where they begin.</param>
    public static ColumnSlots Of(ColumnProfile column, ImmutableArray<int> shared, int first)
    {
        bool hasMissing = column.MissingShare is > 0 and < 1;
        return column.IsCategory
            ? new(column, first, hasMissing, shared.IsEmpty ? [.. Enumerable.Range(0, column.Categories)] : shared, column.Categories switch
            {
                1 => 0,
                2 => 1,
                _ => Math.Min(column.Categories, TableCoding.MostOneHot),
            })
            : new(column, first, hasMissing, [], column.Numbers!.Knots.Length > 1 ? 1 : 0);
    }

    /// <summary>The slot of each of many categories: one for each that is frequent, the last for all others.</summary>
    public static ImmutableArray<int> Frequent(ColumnProfile column, double[] cells)
    {
        int[] counts = new int[column.Categories], slots = new int[column.Categories];
        foreach (double cell in cells.Where(cell => !double.IsNaN(cell)))
        {
            counts[(int)cell]++;
        }

        int[] frequent = [.. Enumerable.Range(0, counts.Length).OrderByDescending(code => counts[code])];
        for (int place = 0; place < frequent.Length; place++)
        {
            slots[frequent[place]] = Math.Min(place, TableCoding.MostOneHot - 1);
        }

        return [.. slots];
    }

    /// <summary>Their distributions.</summary>
    public IEnumerable<SlotGroup> Groups()
    {
        if (HasMissing)
        {
            yield return new BernoulliSlots(1);
        }

        if (Values > 0)
        {
            yield return IsBit ? new BernoulliSlots(1) : Column.IsCategory ? new CategoricalSlots(Values) : new GaussianSlots(1);
        }
    }

    /// <summary>
    /// Writes a cell into the slots of its row. A missing number has the score of the middle; a missing category is no category, and of two
    /// it is both in half of the rows.
    /// </summary>
    public void Encode(double cell, Span<float> slots)
    {
        bool isMissing = double.IsNaN(cell);
        if (HasMissing)
        {
            slots[First] = isMissing ? 1 : 0;
        }

        if (IsBit)
        {
            slots[Value] = isMissing ? 0.5f
                : Column.IsCategory ? SlotOfCategory[(int)cell]
                : cell == Column.Numbers!.Most ? 1 : 0;
        }
        else if (Values > 0 && Column.IsCategory)
        {
            slots.Slice(Value, Values).Clear();
            if (!isMissing)
            {
                slots[Value + SlotOfCategory[(int)cell]] = 1;
            }
        }
        else if (Values > 0)
        {
            slots[Value] = isMissing ? 0 : TableCoding.Score(Column.Numbers!, cell);
        }
    }
}
