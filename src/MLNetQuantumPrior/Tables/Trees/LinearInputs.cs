using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// A row as numbers that linear forecasts are made of: its bits, and for each column, in the order in which cells are drawn, the normal
/// score of a number or ones and zeros of categories, and a one where the cell is missing. So what a column is forecast from stands in
/// front of it.
/// </summary>
internal sealed class LinearInputs
{
    /// <summary>Categories of a column that have an input; further ones have none.</summary>
    private const int MostCategories = 32;

    private const int Scores = 1024;

    private static readonly float[] _scores =
        [.. Enumerable.Range(0, Scores).Select(k => (float)NormalQuantile.Of((k + 0.5) / Scores))];

    private readonly ImmutableArray<ColumnProfile> _columns;
    private readonly ImmutableArray<int> _order;
    private readonly int[] _first; // by place in the order, and the end

    public LinearInputs(int latents, ImmutableArray<ColumnProfile> columns, ImmutableArray<int> order)
    {
        (Latents, _columns, _order) = (latents, columns, order);
        _first = new int[order.Length + 1];
        _first[0] = latents;
        for (int place = 0; place < order.Length; place++)
        {
            ColumnProfile column = columns[order[place]];
            _first[place + 1] = _first[place] + Values(column) + (column.MissingShare > 0 ? 1 : 0);
        }
    }

    public int Latents { get; }

    /// <summary>How many columns there are.</summary>
    public int Places => _order.Length;

    /// <summary>How many there are.</summary>
    public int Count => _first[^1];

    /// <summary>How many stand in front of the column at a place of the order.</summary>
    public int Before(int place) => _first[place];

    /// <summary>How many numbers the value of a column is; a forecast is made of each.</summary>
    public int ValuesAt(int place) => Values(_columns[_order[place]]);

    /// <summary>Those inputs of a row that stand in front of a place. <c>[Before(place)]</c></summary>
    public void Encode(ReadOnlySpan<float> bits, ReadOnlySpan<double> cells, int place, Span<float> inputs)
    {
        inputs.Clear();
        bits.CopyTo(inputs);
        for (int earlier = 0; earlier < place; earlier++)
        {
            int at = At(earlier, cells[_order[earlier]], out float value);
            if (at >= 0)
            {
                inputs[at] = value;
            }
        }
    }

    /// <summary>The one input of a cell that is not 0; -1 if there is none.</summary>
    private int At(int place, double cell, out float value)
    {
        ColumnProfile column = _columns[_order[place]];
        int first = _first[place];
        value = 1;
        if (double.IsNaN(cell))
        {
            return column.MissingShare > 0 ? _first[place + 1] - 1 : -1;
        }

        if (column.Numbers is { } numbers)
        {
            value = _scores[Math.Min(Scores - 1, (int)(numbers.Middle(cell) * Scores))];
            return first;
        }

        // Two categories are one input: the other is 0.
        int code = column.Categories == 2 ? (int)cell - 1 : (int)cell;
        return code >= 0 && code < Values(column) ? first + code : -1;
    }

    private static int Values(ColumnProfile column) =>
        column.Categories <= 2 ? 1 : Math.Min(column.Categories, MostCategories);
}
