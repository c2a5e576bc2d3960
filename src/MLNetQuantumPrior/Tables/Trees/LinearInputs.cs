using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Cells as numbers that linear forecasts are made of, column by column in the order in which cells are drawn: the normal score of a
/// number, or ones and zeros of categories; and a one where the cell is missing. What a column is forecast from stands in front of it.
/// </summary>
internal sealed class LinearInputs
{
    /// <summary>Categories of a column that have an input; further ones have none.</summary>
    private const int MostCategories = 16;

    private const int Scores = 1024;

    private static readonly float[] _scores =
        [.. Enumerable.Range(0, Scores).Select(k => (float)NormalQuantile.Of((k + 0.5) / Scores))];

    private readonly ImmutableArray<ColumnProfile> _columns;
    private readonly ImmutableArray<int> _order;
    private readonly int[] _first; // by place in the order, and the end

    public LinearInputs(ImmutableArray<ColumnProfile> columns, ImmutableArray<int> order)
    {
        (_columns, _order, _first) = (columns, order, new int[order.Length + 1]);
        for (int place = 0; place < order.Length; place++)
        {
            ColumnProfile column = columns[order[place]];
            _first[place + 1] = _first[place] + Values(column) + (column.MissingShare > 0 ? 1 : 0);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _first[^1];

    /// <summary>How many columns there are.</summary>
    public int Places => _order.Length;

    /// <summary>How many stand in front of the column at a place of the order; so the number of its first one.</summary>
    public int Before(int place) => _first[place];

    /// <summary>How many numbers the value of a column is; each has its forecast.</summary>
    public int ValuesAt(int place) => Values(_columns[_order[place]]);

    /// <summary>Those inputs of a row that stand in front of a place. <c>[Before(place)]</c></summary>
    public void Encode(ReadOnlySpan<double> cells, int place, Span<float> inputs)
    {
        inputs.Clear();
        for (int earlier = 0; earlier < place; earlier++)
        {
            ColumnProfile column = _columns[_order[earlier]];
            double cell = cells[_order[earlier]];
            int first = _first[earlier];
            if (double.IsNaN(cell))
            {
                if (column.MissingShare > 0)
                {
                    inputs[_first[earlier + 1] - 1] = 1;
                }
            }
            else if (column.Numbers is { } numbers)
            {
                inputs[first] = Score(numbers, cell);
            }
            else
            {
                // Two categories are one input: the other is 0.
                int code = column.Categories == 2 ? (int)cell - 1 : (int)cell;
                if (code >= 0 && code < Values(column))
                {
                    inputs[first + code] = 1;
                }
            }
        }
    }

    /// <summary>The normal score of a number's middle rank.</summary>
    public static float Score(NumberQuantiles numbers, double cell) => _scores[Math.Min(Scores - 1, (int)(numbers.Middle(cell) * Scores))];

    private static int Values(ColumnProfile column) =>
        column.Categories <= 2 ? 1 : Math.Min(column.Categories, MostCategories);
}
