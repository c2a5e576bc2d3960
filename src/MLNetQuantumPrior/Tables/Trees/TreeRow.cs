namespace MLNetQuantumPrior;

/// <summary>A row as a tree asks it. Linear inputs are made at the first question for a forecast.</summary>
/// <param name="inputs">How inputs are numbered.</param>
/// <param name="bins">Bins of all columns.</param>
/// <param name="linear">What forecasts are made of.</param>
/// <param name="given">What the row's latents give.</param>
/// <param name="cells">Its cells so far.</param>
/// <param name="place">The place of the column in the order.</param>
/// <param name="space">Space for the linear inputs in front of it.</param>
internal ref struct TreeRow(
    TreeInputs inputs,
    ImmutableArray<CellBins> bins,
    LinearInputs linear,
    ReadOnlySpan<float> given,
    ReadOnlySpan<double> cells,
    int place,
    Span<float> space)
{
    private readonly ReadOnlySpan<float> _given = given;
    private readonly ReadOnlySpan<double> _cells = cells;
    private readonly Span<float> _linear = space;
    private bool _hasLinear;

    /// <summary>Whether the answer to a question is the right part.</summary>
    public bool IsRight(in TreeNode node, ColumnTree tree)
    {
        if (inputs.IsForecast(node.Input))
        {
            return Forecast(tree.Forecasts[node.Input - inputs.FirstForecast]) > node.Threshold;
        }

        if (!inputs.IsCell(node.Input))
        {
            return _given[node.Input] > node.Threshold;
        }

        int column = node.Input - inputs.FirstCell;
        double cell = _cells[column];
        CellBins own = bins[column];
        if (own.IsCategory)
        {
            int bin = own.Of(cell);
            return ((tree.Sets[(node.Cut * ColumnTree.SetWords) + (bin >> 6)] >> (bin & 63)) & 1) != 0;
        }

        return double.IsNaN(cell) ? node.IsMissingRight : node.Cut < own.Cuts.Length && cell > own.Cuts[node.Cut];
    }

    private float Forecast(LinearForecast forecast)
    {
        if (!_hasLinear)
        {
            linear.Encode(_cells, place, _linear);
            _hasLinear = true;
        }

        return forecast.Of(_linear);
    }
}
