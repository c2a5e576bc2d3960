namespace MLNetQuantumPrior;

internal sealed partial class TableRules
{
    /// <summary>Finds what holds in every row of a table.</summary>
    /// <param name="table">The training table.</param>
    /// <param name="profiles">Profiles of its columns.</param>
    /// <param name="target">Number of the column that is never left out; null if there is none.</param>
    /// <param name="constraints">What a user demands.</param>
    /// <param name="date">The cell of a date in a column, for constraints that name dates; it gives null where the column has none.</param>
    /// <exception cref="ArgumentException">A constraint names a column that does not fit, or does not hold in the table.</exception>
    public static TableRules Find(
        TableCells table,
        ImmutableArray<ColumnProfile> profiles,
        int? target = null,
        IEnumerable<Constraint>? constraints = null,
        Func<int, DateTime, double?>? date = null)
    {
        ConstraintBinding binding = new(table, profiles, date);
        foreach (Constraint constraint in constraints ?? [])
        {
            ArgumentNullException.ThrowIfNull(constraint, nameof(constraints));
            constraint.Bind(binding);
        }

        ImmutableArray<ColumnFunction> functions = ColumnFunctions.Find(table, profiles, target is { } kept ? [kept] : [], binding.Sums);
        HashSet<(int, int)> related = [.. functions.SelectMany(one => one.Sources.SelectMany(
            source => new[] { (one.Column, source), (source, one.Column) }))];
        return new(
            profiles,
            functions,
            [.. Implications.Find(table, profiles).Where(pairs => !related.Contains((pairs.First.Column, pairs.Second.Column)))],
            binding.Constraints);
    }
}
