using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Cells of the modelled columns as slots of a <see cref="BmVaeModel"/>: numbers by the normal score of their rank, two categories or
/// numbers as one bit, more categories one-hot; and a bit that says whether the cell is missing, where cells are.
/// </summary>
internal sealed class TableCoding
{
    /// <summary>One-hot slots of a column: the last stands for all categories that are rarer.</summary>
    public const int MostOneHot = 64;

    /// <summary>Half a row of some thousands, which keeps scores of the outermost ranks finite.</summary>
    private const double LeastRank = 1.0 / 8192;

    /// <param name="columns">All columns of the table.</param>
    /// <param name="modelled">Numbers of those that are learned.</param>
    /// <param name="cells">The table: says which categories are frequent.</param>
    public TableCoding(ImmutableArray<ColumnProfile> columns, ImmutableArray<int> modelled, TableCells cells)
        : this(modelled, Slots(columns, modelled, column => ColumnSlots.Frequent(columns[column], cells.Columns[column])))
    {
    }

    /// <param name="columns">All columns of the table.</param>
    /// <param name="modelled">Numbers of those that are learned.</param>
    /// <param name="shared">For each column of more than <see cref="MostOneHot"/> categories the slot of each.</param>
    public TableCoding(
        ImmutableArray<ColumnProfile> columns, ImmutableArray<int> modelled, IReadOnlyDictionary<int, ImmutableArray<int>> shared)
        : this(modelled, Slots(columns, modelled, column => shared.GetValueOrDefault(column, [])))
    {
    }

    private TableCoding(ImmutableArray<int> modelled, ImmutableArray<ColumnSlots> columns)
    {
        (Modelled, Columns) = (modelled, columns);
        SlotGroup[] groups = [.. columns.SelectMany(column => column.Groups())];
        Likelihood = groups.Length > 0 ? new([.. groups]) : new(new BernoulliSlots(1)); // nothing varies, and a network needs a slot
    }

    /// <summary>Numbers of the columns that are learned, in the order of their slots.</summary>
    public ImmutableArray<int> Modelled { get; }

    /// <summary>Their slots.</summary>
    public ImmutableArray<ColumnSlots> Columns { get; }

    /// <summary>The distribution of a row's slots.</summary>
    public Likelihood Likelihood { get; }

    /// <summary>The slots of rows. <c>[rows, Likelihood.Slots]</c></summary>
    public float[] Encode(TableCells cells)
    {
        float[] slots = new float[checked(cells.Rows * Likelihood.Slots)];
        for (int k = 0; k < Columns.Length; k++)
        {
            double[] column = cells.Columns[Modelled[k]];
            for (int row = 0; row < cells.Rows; row++)
            {
                Columns[k].Encode(column[row], slots.AsSpan(row * Likelihood.Slots, Likelihood.Slots));
            }
        }

        return slots;
    }

    /// <summary>The score of a number.</summary>
    internal static float Score(NumberQuantiles numbers, double value) =>
        (float)NormalQuantile.Of(Math.Clamp(numbers.Middle(value), LeastRank, 1 - LeastRank));

    private static ImmutableArray<ColumnSlots> Slots(
        ImmutableArray<ColumnProfile> columns, ImmutableArray<int> modelled, Func<int, ImmutableArray<int>> shared)
    {
        var slots = ImmutableArray.CreateBuilder<ColumnSlots>();
        int first = 0;
        foreach (int column in modelled)
        {
            var own = ColumnSlots.Of(columns[column], columns[column].Categories > MostOneHot ? shared(column) : [], first);
            slots.Add(own);
            first += own.Count;
        }

        return slots.ToImmutable();
    }
}
