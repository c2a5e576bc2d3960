namespace MLNetQuantumPrior.Evaluation;

/// <summary>What the cells of a column of the training rows keep to.</summary>
internal sealed class ColumnRange
{
    /// <summary>Of more decimals than this, nothing is demanded.</summary>
    private const int MaxDecimals = 6;

    /// <summary>Relative error of a number that was held in single precision: 2^-24, doubled.</summary>
    private const double Rounding = 1.2e-7;

    private readonly double _low, _high;
    private readonly HashSet<double>? _categories;
    private readonly int _decimals = MaxDecimals + 1;

    public ColumnRange(CodedColumn column)
    {
        double[] present = [.. column.Cells.Where(cell => !double.IsNaN(cell))];
        HasMissing = present.Length < column.Cells.Length;
        (_low, _high) = present.Length > 0 ? (present.Min(), present.Max()) : (double.PositiveInfinity, double.NegativeInfinity);
        if (!column.IsNumber)
        {
            _categories = [.. present];
            return;
        }

        _decimals = 0;
        while (_decimals <= MaxDecimals && !present.All(cell => HasDecimals(cell, _decimals)))
        {
            _decimals++;
        }
    }

    /// <summary>Whether some cell is missing.</summary>
    public bool HasMissing { get; }

    /// <summary>Whether a number is in the range, or a category was seen.</summary>
    public bool Contains(double cell) => _categories?.Contains(cell) ?? (cell >= _low && cell <= _high);

    /// <summary>Whether a number has no more decimals than those of the training rows.</summary>
    public bool HasDecimalsOf(double cell) => _categories is not null || _decimals > MaxDecimals || HasDecimals(cell, _decimals);

    private static bool HasDecimals(double cell, int decimals)
    {
        double scaled = cell * Math.Pow(10, decimals);
        return Math.Abs(scaled - Math.Round(scaled)) <= Math.Abs(scaled) * Rounding;
    }
}
