using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>The columns of a table whose missing cells are filled, and those that are added for intervals.</summary>
internal sealed class RowFilling
{
    private readonly SynthesizerModel _model;
    private readonly ImputationOptions _options;
    private readonly DataViewSchema _input;
    private readonly ImmutableArray<(int Column, int Cell, bool IsHigh)> _bounds; // added columns: of which, and which end

    /// <param name="model">What was learned.</param>
    /// <param name="options">How to fill.</param>
    /// <param name="input">The table's columns.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type than in training.</exception>
    public RowFilling(SynthesizerModel model, ImputationOptions options, DataViewSchema input)
    {
        (_model, _options, _input) = (model, options, input);
        ImmutableArray<LayoutColumn> columns = model.Layout.Columns;
        Needed = [.. columns.Where(column => column.Cells > 0).Select(column => TableLayout.Find(input, column))];
        _bounds = options.AddsIntervals
            ? [.. Enumerable.Range(0, columns.Length)
                .Where(column => columns[column] is { Kind: LayoutKind.Number, Type: TypeCode.Single or TypeCode.Double })
                .SelectMany(column => new[] { (column, model.Layout.First(column), false), (column, model.Layout.First(column), true) })]
            : [];
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        foreach ((int column, _, bool isHigh) in _bounds)
        {
            schema.AddColumn($"{columns[column].Name}.{(isHigh ? "High" : "Low")}", columns[column].ViewType);
        }

        Schema = _bounds.IsEmpty ? input : schema.ToSchema();
    }

    /// <summary>The columns of the filled table.</summary>
    public DataViewSchema Schema { get; }

    /// <summary>Columns of the table that a row is filled by.</summary>
    public ImmutableArray<DataViewSchema.Column> Needed { get; }

    /// <summary>Which columns of the table some of the filled one are made from.</summary>
    public IEnumerable<DataViewSchema.Column> InputsFor(IEnumerable<DataViewSchema.Column> columns)
    {
        DataViewSchema.Column[] asked = [.. columns];
        IEnumerable<DataViewSchema.Column> passed =
            asked.Where(column => column.Index < _input.Count).Select(column => _input[column.Index]);
        return (asked.Any(IsFilled) ? passed.Concat(Needed) : passed).DistinctBy(column => column.Index);
    }

    /// <summary>Whether a column of the filled table is not passed on as it is.</summary>
    public bool IsFilled(DataViewSchema.Column column) =>
        column.Index >= _input.Count || Needed.Any(needed => needed.Index == column.Index);

    /// <summary>Fills rows of one cursor, each when one of its cells is first asked for.</summary>
    /// <param name="row">The cursor's row.</param>
    public Func<DataViewSchema.Column, Delegate> Getters(DataViewRow row)
    {
        ImmutableArray<LayoutColumn> columns = _model.Layout.Columns;
        LayoutColumn[] own = [.. columns.Where(column => column.Cells > 0)];
        List<double>[][] read = [.. own.Select(column => Enumerable.Range(0, column.Cells).Select(_ => new List<double>()).ToArray())];
        Action<List<double>[]>[] readers = [.. own.Zip(Needed, (layout, column) => CellReader.Of(layout, row, column))];
        var filled = new MissingRow(_model.Conditionals, _model.Columns, _model.Rules, _options.Filling);
        ulong seed = RandomUse.FilledRows(_options.Seed ?? _model.Seed);
        ValueGetter<DataViewRowId> id = row.GetIdGetter(); // positions are counted by each of several cursors, ids are not
        long present = long.MinValue;
        return Getter;

        Delegate Getter(DataViewSchema.Column column)
        {
            if (column.Index >= _input.Count)
            {
                (int bounded, int cell, bool isHigh) = _bounds[column.Index - _input.Count];
                double[] bound = new double[1];
                return CellGetter.Of(columns[bounded], () => Bound(Filled(), cell, isHigh, bound), () => row.Position);
            }

            int place = Needed.Select(needed => needed.Index).ToList().IndexOf(column.Index);
            int first = own.Take(place).Sum(before => before.Cells), count = own[place].Cells;
            return CellGetter.Of(own[place], () => Filled().Cells.AsSpan(first, count), () => row.Position);
        }

        MissingRow Filled()
        {
            if (row.Position < 0)
            {
                throw MLNetQuantumPrior.Getters.NoRow();
            }

            if (present != row.Position)
            {
                int cell = 0;
                for (int k = 0; k < readers.Length; k++)
                {
                    foreach (List<double> slot in read[k])
                    {
                        slot.Clear();
                    }

                    readers[k](read[k]);
                    foreach (List<double> slot in read[k])
                    {
                        filled.Cells[cell++] = slot[0];
                    }
                }

                DataViewRowId own = default;
                id(ref own);
                SplitMix64 random = RowRandom.Of(seed, own.High == 0 ? own.Low : own.Low ^ SplitMix64.Mix(own.High));
                filled.Fill(ref random);
                present = row.Position;
            }

            return filled;
        }
    }

    private static ReadOnlySpan<double> Bound(MissingRow row, int cell, bool isHigh, double[] bound)
    {
        double end = (isHigh ? row.High : row.Low)[cell];
        bound[0] = double.IsNaN(end) ? row.Cells[cell] : end;
        return bound;
    }
}
