namespace MLNetQuantumPrior;

/// <summary>Constraints on the columns of a table, each of them checked in all of its rows.</summary>
/// <param name="table">The training table.</param>
/// <param name="profiles">Profiles of its columns.</param>
/// <param name="date">The cell of a date in a column; it gives null where the column has none.</param>
internal sealed class ConstraintBinding(TableCells table, ImmutableArray<ColumnProfile> profiles, Func<int, DateTime, double?>? date)
{
    private readonly List<BoundConstraint> _constraints = [];
    private readonly FunctionSet _sums = new(new bool[profiles.Length]);

    /// <summary>Profiles of the table's columns.</summary>
    public ImmutableArray<ColumnProfile> Profiles => profiles;

    /// <summary>What is to hold.</summary>
    public ImmutableArray<BoundConstraint> Constraints => [.. _constraints];

    /// <summary>Columns that are sums.</summary>
    public ImmutableArray<ColumnFunction> Sums => _sums.InOrder();

    /// <summary>The number of a column that must have numbers or dates.</summary>
    public int Numbers(Constraint constraint, string name)
    {
        int column = 0;
        while (column < profiles.Length && profiles[column].Name != name)
        {
            column++;
        }

        return column == profiles.Length ? throw new ArgumentException(
                $"Constraint '{constraint}': expected a column of the table, got '{name}'. "
                + $"It has '{string.Join("', '", profiles.Select(profile => profile.Name))}'.")
            : profiles[column].IsCategory ? throw new ArgumentException(
                $"Constraint '{constraint}': expected column '{name}' to have numbers or dates, "
                + $"got {(profiles[column].MissingShare == 1 ? "missing cells alone" : $"{profiles[column].Categories} categories")}.")
            : column;
    }

    /// <summary>The cell of a date in a column.</summary>
    public double Date(Constraint constraint, int column, DateTime value) => date?.Invoke(column, value) ?? throw new ArgumentException(
        $"Constraint '{constraint}': expected column '{profiles[column].Name}' to have dates, got numbers.");

    /// <summary>Whether a column has dates, whose cells are numbers that only other dates can be compared with.</summary>
    public bool HasDates(int column) => date?.Invoke(column, DateTime.UnixEpoch) is not null;

    /// <summary>The number of a column that must have numbers, and no dates.</summary>
    public int NoDates(Constraint constraint, string name) => Numbers(constraint, name) is var column && !HasDates(column)
        ? column
        : throw new ArgumentException($"Constraint '{constraint}': expected column '{name}' to have numbers, got dates.");

    /// <summary>Adds what is to hold.</summary>
    public void Add(Constraint constraint, BoundConstraint bound)
    {
        Check(constraint, bound);
        _constraints.Add(bound);
    }

    /// <summary>Adds a column that is computed.</summary>
    public void Add(Constraint constraint, ColumnFunction sum)
    {
        Check(constraint, sum);
        _sums.Add(sum);
        if (!ReferenceEquals(_sums[sum.Column], sum))
        {
            throw new ArgumentException(
                $"Constraint '{constraint}': column '{profiles[sum.Column].Name}' follows from other sums already.");
        }
    }

    private void Check(Constraint constraint, ICellRule rule)
    {
        (int breaks, int first) = (0, -1);
        double[] cells = new double[profiles.Length];
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (int column in rule.Columns)
            {
                cells[column] = table.Columns[column][row];
            }

            bool isPartial = rule is ColumnFunction && rule.Columns.Any(column => double.IsNaN(cells[column]));
            if (!isPartial && !rule.HoldsIn(cells, profiles))
            {
                (breaks, first) = (breaks + 1, first < 0 ? row : first);
            }
        }

        if (breaks > 0)
        {
            string found = string.Join(", ", rule.Columns.Select(column =>
                $"column '{profiles[column].Name}' has {CellWords.Number(table.Columns[column][first])}"));
            throw new ArgumentException(
                $"Constraint '{constraint}': expected it to hold in every row of the table, "
                + $"got {breaks} of {table.Rows} rows that break it,"
                + $" first row {first} (the first row is 0), where {found}. Correct those rows or leave the constraint out.");
        }
    }
}
