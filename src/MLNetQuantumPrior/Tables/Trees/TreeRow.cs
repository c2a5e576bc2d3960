namespace MLNetQuantumPrior;

/// <summary>What a tree asks a row for. Linear inputs are made at the first question for a forecast.</summary>
internal ref struct TreeRow(TreeInputs inputs, ImmutableArray<CellBins> bins, LinearInputs linear, RowContext row, int place, Span<float> space)
{
    private readonly RowContext _row = row;
    private readonly Span<float> _linear = space;
    private bool _isEncoded;

    /// <summary>Whether a row goes right.</summary>
    public bool IsRight(in TreeNode node, ColumnTree tree)
    {
        switch (inputs.KindOf(node.Input))
        {
            case InputKind.Bit:
                return _row.Bits[node.Input] > 0.5f;
            case InputKind.Cell:
                int column = node.Input - inputs.FirstCell;
                double cell = _row.Cells[column];
                CellBins own = bins[column];
                if (own.IsCategory)
                {
                    int bin = own.Of(cell);
                    return ((tree.Sets[(node.Cut * ColumnTree.SetWords) + (bin >> 6)] >> (bin & 63)) & 1) != 0;
                }

                return double.IsNaN(cell) ? node.IsMissingRight : node.Cut < own.Cuts.Length && cell > own.Cuts[node.Cut];
            case InputKind.Decoded:
                return _row.Decoded[node.Input - inputs.FirstSlot] > node.Threshold;
            default:
                return Forecast(tree.Forecasts[node.Input - inputs.FirstForecast]) > node.Threshold;
        }
    }

    private float Forecast(LinearForecast forecast)
    {
        if (!_isEncoded)
        {
            linear.Encode(_row.Bits, _row.Cells, place, _linear);
            _isEncoded = true;
        }

        return forecast.Constant + LinearForecasts.Dot(forecast.Weights, _linear);
    }
}
