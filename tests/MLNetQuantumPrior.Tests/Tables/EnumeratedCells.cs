using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>
/// Cells of columns that have the values 0, 1, ... or are missing, with probabilities that are made up for each combination of bits and
/// earlier cells: so few that all rows can be visited.
/// </summary>
/// <param name="values">Number of values of each column, the one that is missing not among them.</param>
/// <param name="isCategory">Whether the values are categories rather than numbers.</param>
/// <param name="seed">Makes up the probabilities.</param>
internal sealed class EnumeratedCells(int[] values, bool[] isCategory, int seed) : ICellSource
{
    public ImmutableArray<int> Order { get; init; } = [.. Enumerable.Range(0, values.Length)];

    /// <summary>How often a cell was drawn.</summary>
    public long Draws { get; private set; }

    public ImmutableArray<ColumnProfile> Columns { get; } =
    [
        .. values.Select((count, column) =>
        {
            double[] each = [.. Enumerable.Range(0, count).Select(value => (double)value)];
            return isCategory[column]
                ? ColumnProfile.OfCategories($"c{column}", count, each)
                : ColumnProfile.OfNumbers($"c{column}", each);
        }),
    ];

    public double Draw(int column, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass)
    {
        Draws++;
        double[] probabilities = Probabilities(column, row.Bits, row.Cells);
        mass = 0;
        double first = double.NaN;
        for (int value = values[column]; value >= 0; value--)
        {
            if (allowed.Has(Columns[column], Cell(column, value)))
            {
                mass += probabilities[value];
                first = Cell(column, value);
            }
        }

        double left = (random.Next() >> 11) * (1.0 / (1UL << 53)) * mass;
        for (int value = 0; value <= values[column]; value++)
        {
            if (allowed.Has(Columns[column], Cell(column, value)) && (left -= probabilities[value]) < 0)
            {
                return Cell(column, value);
            }
        }

        return first;
    }

    /// <summary>Every row of one combination of bits, with its probability.</summary>
    public IEnumerable<(double[] Cells, double Probability)> Rows(float[] bits) => Rows(bits, new double[values.Length], 0, 1);

    private IEnumerable<(double[] Cells, double Probability)> Rows(float[] bits, double[] cells, int place, double probability)
    {
        if (place == Order.Length)
        {
            yield return ([.. cells], probability);
            yield break;
        }

        int column = Order[place];
        double[] own = Probabilities(column, bits, cells);
        for (int value = 0; value < own.Length; value++)
        {
            cells[column] = Cell(column, value);
            foreach ((double[] Cells, double Probability) row in Rows(bits, cells, place + 1, probability * own[value]))
            {
                yield return row;
            }
        }
    }

    private double Cell(int column, int value) => value == values[column] ? double.NaN : value;

    private double[] Probabilities(int column, ReadOnlySpan<float> bits, ReadOnlySpan<double> cells)
    {
        int state = seed + (31 * column);
        foreach (float bit in bits)
        {
            state = (state * 7) + (int)bit;
        }

        foreach (int earlier in Order.TakeWhile(other => other != column))
        {
            state = (state * 11) + (double.IsNaN(cells[earlier]) ? 9 : (int)cells[earlier]);
        }

        var random = new Random(state);
        double[] own = [.. Enumerable.Range(0, values[column] + 1).Select(_ => random.NextDouble() + 0.05)];
        return [.. own.Select(value => value / own.Sum())];
    }
}
