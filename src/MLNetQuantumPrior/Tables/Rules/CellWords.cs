using System.Globalization;

namespace MLNetQuantumPrior;

/// <summary>Names of columns and cells, for people.</summary>
/// <param name="profiles">Profiles of the table's columns.</param>
/// <param name="category">Name of a category by the column's number and its code; null for <c>#code</c>.</param>
internal sealed class CellWords(ImmutableArray<ColumnProfile> profiles, Func<int, int, string>? category = null)
{
    /// <summary>The name of a column.</summary>
    public string Column(int column) => profiles[column].Name;

    /// <summary>Whether cells of a column may be missing.</summary>
    public bool MayBeMissing(int column) => profiles[column].MissingShare > 0;

    /// <summary>What a cell holds.</summary>
    public string Cell(int column, double cell) =>
        double.IsNaN(cell) ? "missing"
        : !profiles[column].IsCategory ? Number(cell)
        : category?.Invoke(column, (int)cell) ?? $"#{(int)cell}";

    /// <summary>A number with at most nine digits.</summary>
    public static string Number(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
