namespace MLNetQuantumPrior;

/// <summary>
/// Finds columns that are functions of others, so that they can be left out of the model and computed back. Numbers: weighted sums of one
/// to three others in every row to the last digit, and products and quotients of up to three. Cells of few kinds: looked up by one to three
/// others, or by the interval into which a number falls. A missing cell must follow as well. A relation counts where chance does not
/// explain it: small tables have none.
/// </summary>
internal static class ColumnFunctions
{
    /// <summary>Finds functions.</summary>
    /// <param name="table">The table.</param>
    /// <param name="profiles">Profiles of its columns.</param>
    /// <param name="kept">Numbers of columns that are not to be left out.</param>
    /// <param name="stated">Functions that are known beforehand.</param>
    /// <returns>Functions in an order in which they can be computed.</returns>
    public static ImmutableArray<ColumnFunction> Find(
        TableCells table, ImmutableArray<ColumnProfile> profiles, IEnumerable<int>? kept = null, IEnumerable<ColumnFunction>? stated = null)
    {
        bool[] isKept = new bool[profiles.Length];
        FunctionSet functions = new(isKept);
        foreach (ColumnFunction function in stated ?? [])
        {
            functions.Add(function);
        }

        foreach (int column in kept ?? [])
        {
            isKept[column] = true;
        }

        new NumberFunctions(table, profiles, functions).Find();
        DiscreteColumn[] discrete =
        [
            .. Enumerable.Range(0, profiles.Length)
                .Where(column => !functions.Has(column))
                .Select(column => DiscreteColumn.Of(column, table.Columns[column], profiles[column]))
                .OfType<DiscreteColumn>(),
        ];
        LookupSearch lookups = new(discrete, table.Rows, functions);
        lookups.Find(keys: 1);
        IntervalSearch.Find(table, profiles, discrete, functions);
        lookups.Find(keys: 2);
        lookups.Find(keys: 3);
        return functions.InOrder();
    }
}
