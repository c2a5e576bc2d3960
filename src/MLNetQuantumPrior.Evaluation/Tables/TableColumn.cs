using Microsoft.ML;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A column of a table as measures see it: numbers or categories, some of them missing.</summary>
public sealed class TableColumn
{
    /// <summary>Number of a category that is missing.</summary>
    internal const int MissingCategory = -1;

    private const int LeastNames = 20;
    private const double NamesShare = 0.9;

    private TableColumn(string name, double[] numbers, int[] codes, ImmutableArray<string> categories) =>
        (Name, Numbers, Codes, Categories) = (name, numbers, codes, categories);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it holds numbers; else categories.</summary>
    public bool IsNumber => Categories.IsDefault;

    /// <summary>How many cells it has.</summary>
    public int Rows => IsNumber ? Numbers.Length : Codes.Length;

    /// <summary>Share of cells that are missing; 0 of no cells.</summary>
    public double MissingShare =>
        (IsNumber ? Numbers.Count(double.IsNaN) : Codes.Count(code => code == MissingCategory)) / Math.Max(1.0, Rows);

    /// <summary>Whether it holds categories of which hardly one comes twice, such as names or codes of rows.</summary>
    internal bool NamesRows => !IsNumber && Rows >= LeastNames && Categories.Length >= (1 - MissingShare) * Rows * NamesShare
        && Categories.Length > 1;

    /// <summary>Cells of a column of numbers; NaN where one is missing.</summary>
    internal double[] Numbers { get; }

    /// <summary>Cells of a column of categories: positions in <see cref="Categories"/>, or <see cref="MissingCategory"/>.</summary>
    internal int[] Codes { get; }

    /// <summary>Categories in the order in which they came; default for numbers.</summary>
    internal ImmutableArray<string> Categories { get; }

    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cells">Numbers; NaN where one is missing.</param>
    public static TableColumn OfNumbers(string name, ReadOnlySpan<double> cells)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, cells.ToArray(), [], default);
    }

    /// <summary>A column of categories.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cells">Names of categories; null where one is missing.</param>
    public static TableColumn OfCategories(string name, IEnumerable<string?> cells)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(cells);
        var known = new Dictionary<string, int>();
        int[] codes = [.. cells.Select(Code)];
        return new(name, [], codes, [.. known.OrderBy(category => category.Value).Select(category => category.Key)]);

        int Code(string? cell)
        {
            if (cell is null)
            {
                return MissingCategory;
            }

            if (!known.TryGetValue(cell, out int code))
            {
                known.Add(cell, code = known.Count);
            }

            return code;
        }
    }

    /// <summary>
    /// All columns of a view: numbers as numbers; dates and times as seconds, dates since 1970; text, keys and Booleans as categories; a
    /// vector of numbers as a column for each slot. NaN, empty text, missing keys and dates of the year 1 that are default values are
    /// missing cells.
    /// </summary>
    /// <param name="view">The table, which is read once per column.</param>
    /// <exception cref="ArgumentException">A column is of another type.</exception>
    public static IReadOnlyList<TableColumn> AllOf(IDataView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return [.. view.Schema.Where(column => !column.IsHidden).SelectMany(column => ViewColumn.Read(view, column))];
    }
}
