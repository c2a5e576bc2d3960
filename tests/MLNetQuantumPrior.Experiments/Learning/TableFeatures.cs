using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetQuantumPrior.Evaluation;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Columns of a table as one column of features, and back.</summary>
internal sealed class TableFeatures
{
    public const string Column = "Features";

    private readonly (string Name, bool IsNumber)[] _columns;
    private readonly int[] _sizes;

    private TableFeatures(IDataView view, (string Name, bool IsNumber)[] columns)
    {
        View = view;
        _columns = columns;
        _sizes = [.. columns.Select(column => view.Schema[column.Name].Type is VectorDataViewType vector ? vector.Size : 1)];
    }

    /// <summary>The table with the column of features.</summary>
    public IDataView View { get; }

    /// <summary>
    /// What a user of ML.NET does first: the mean for missing numbers, a slot for each category, all behind one another. A missing category
    /// has no 1.
    /// </summary>
    public static IEstimator<ITransformer> Preparation(MLContext ml, IEnumerable<(string Name, bool IsNumber)> columns)
    {
        string[] numbers = [.. columns.Where(column => column.IsNumber).Select(column => column.Name)];
        string[] categories = [.. columns.Where(column => !column.IsNumber).Select(column => column.Name)];
        var steps = new EstimatorChain<ITransformer>();
        if (numbers.Length > 0)
        {
            steps = steps.Append<ITransformer>(ml.Transforms.ReplaceMissingValues(
                [.. numbers.Select(name => new InputOutputColumnPair(name))], MissingValueReplacingEstimator.ReplacementMode.Mean));
        }

        if (categories.Length > 0)
        {
            steps = steps.Append<ITransformer>(ml.Transforms.Categorical.OneHotEncoding(
                [.. categories.Select(name => new InputOutputColumnPair(name))]));
        }

        return steps.Append<ITransformer>(ml.Transforms.Concatenate(Column, [.. columns.Select(column => column.Name)]));
    }

    /// <summary>Prepares a table.</summary>
    public static TableFeatures Of(MLContext ml, IDataView table, IReadOnlyList<(string Name, bool IsNumber)> columns) =>
        new(ml.Data.Cache(Preparation(ml, columns).Fit(table).Transform(table), Column), [.. columns]);

    /// <summary>Rows of features as columns of a table; of one-hot slots, the largest is the category.</summary>
    public IReadOnlyList<TableColumn> Columns(IReadOnlyList<float[]> rows)
    {
        var columns = new List<TableColumn>();
        int first = 0;
        foreach (((string name, bool isNumber), int size) in _columns.Zip(_sizes))
        {
            int start = first;
            columns.Add(isNumber
                ? TableColumn.OfNumbers(name, [.. rows.Select(row => (double)row[start])])
                : TableColumn.OfCategories(name, rows.Select(row => Category(row.AsSpan(start, size)))));
            first += size;
        }

        return columns;
    }

    private static string? Category(ReadOnlySpan<float> slots)
    {
        int largest = 0;
        for (int slot = 1; slot < slots.Length; slot++)
        {
            largest = slots[slot] > slots[largest] ? slot : largest;
        }

        return slots[largest] > 0 ? $"{largest}" : null;
    }
}
