using System.Buffers;
using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// A tree for each column, on the decoder's output (or bits, where there is none), the cells of earlier columns and linear forecasts from
/// them. Of training rows it holds how many are where.
/// </summary>
internal sealed partial class ColumnTrees : ICellSource
{
    /// <summary>Linear inputs that fit on the stack.</summary>
    private const int FewInputs = 1024;

    private readonly ImmutableArray<ColumnProfile> _columns;
    private readonly ImmutableArray<CellBins> _bins;
    private readonly ImmutableArray<ColumnTree> _trees; // by place in the order, of the last columns
    private readonly ImmutableArray<int> _places; // of each column; negative of those that are not drawn
    private readonly TreeInputs _inputs;
    private readonly LinearInputs _linear;
    private readonly bool _readsDecoder;

    private ColumnTrees(
        ImmutableArray<ColumnProfile> columns,
        ImmutableArray<int> order,
        TreeInputs inputs,
        bool readsDecoder,
        ImmutableArray<ColumnTree> trees)
    {
        (_columns, Order, _inputs, _readsDecoder, _trees) = (columns, order, inputs, readsDecoder, trees);
        _bins = [.. columns.Select(column => new CellBins(column))];
        _linear = new(columns, order);
        _places = [.. Enumerable.Range(0, columns.Length).Select(column => order.IndexOf(column))];
    }

    /// <inheritdoc/>
    public ImmutableArray<int> Order { get; }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public double Draw(int column, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass)
    {
        int place = _places[column], count = _linear.Before(place);
        float[]? rented = count > FewInputs ? ArrayPool<float>.Shared.Rent(count) : null;
        Span<float> space = rented is null ? stackalloc float[FewInputs] : rented;
        ReadOnlySpan<float> given = _readsDecoder ? row.Decoded : row.Bits;
        var inputs = new TreeRow(_inputs, _bins, _linear, given, row.Cells, place, space[..count]);
        double cell = _trees[place - (Order.Length - _trees.Length)].Draw(
            ref inputs, new(_columns[column].Numbers, allowed), ref random, out mass);
        if (rented is not null)
        {
            ArrayPool<float>.Shared.Return(rented);
        }

        return mass > 0 || allowed.Has(_columns[column], cell) ? cell : Any(_columns[column], allowed);
    }

    /// <summary>An allowed cell where the distribution has none.</summary>
    private static double Any(ColumnProfile column, in CellSet allowed)
    {
        if (column.Numbers is { } numbers && allowed.Least <= allowed.Most)
        {
            return NearestNumber.To(Math.Clamp(numbers.Value(0.5), allowed.Least, allowed.Most), allowed, numbers);
        }

        for (int code = 0; code < column.Categories; code++)
        {
            if (allowed.HasCategory(code))
            {
                return code;
            }
        }

        return double.NaN;
    }
}
