namespace MLNetQuantumPrior;

/// <summary>
/// What holds in every row of a table: columns that are functions of others, pairs of cells that never occur together, and what a user
/// demands. Cells are narrowed by them while a row is drawn, and the columns that were left out are computed in the end. Immutable and
/// safe for concurrent calls.
/// </summary>
internal sealed partial class TableRules : IRowRules
{
    private readonly ImmutableArray<ImmutableArray<ICellRule>> _rulesOf;
    private readonly ImmutableArray<ICellRule> _rules;
    private readonly bool[] _isConstrained;
    private readonly StateMasks?[] _masks;

    /// <summary>Puts rules together.</summary>
    /// <param name="profiles">Profiles of the table's columns.</param>
    /// <param name="functions">Columns that follow from others, each after the ones that it needs.</param>
    /// <param name="impossible">Pairs of cells that never occur together.</param>
    /// <param name="constraints">What a user demands.</param>
    public TableRules(
        ImmutableArray<ColumnProfile> profiles,
        ImmutableArray<ColumnFunction> functions,
        ImmutableArray<ImpossiblePairs> impossible,
        ImmutableArray<BoundConstraint> constraints)
    {
        (Profiles, Functions, Impossible, Constraints) = (profiles, functions, impossible, constraints);
        Computed = [.. functions.Select(function => function.Column)];

        // What comes first is kept where not all can be.
        _rules = [.. constraints, .. functions, .. impossible];
        var rulesOf = new List<ICellRule>[profiles.Length];
        _masks = new StateMasks?[profiles.Length];
        for (int column = 0; column < profiles.Length; column++)
        {
            ImpossiblePairs[] own = [.. impossible.Where(pairs => pairs.Columns.Contains(column))];
            _masks[column] = own.Length == 0 ? null : StateMasks.Of(column, own);
        }

        foreach (ICellRule rule in _rules)
        {
            foreach (int column in rule.Columns.Distinct())
            {
                (rulesOf[column] ??= []).Add(rule);
            }
        }

        _isConstrained = new bool[profiles.Length];
        foreach (int column in constraints.SelectMany(one => one.Columns).Concat(functions.SelectMany(one => one.Sources)))
        {
            _isConstrained[column] = true;
        }

        _rulesOf = [.. rulesOf.Select(rules => rules is null ? [] : rules.ToImmutableArray())];
    }

    /// <summary>Profiles of the table's columns.</summary>
    public ImmutableArray<ColumnProfile> Profiles { get; }

    /// <summary>Numbers of the columns that are left out of the model, in the order in which they are computed.</summary>
    public ImmutableArray<int> Computed { get; }

    /// <summary>Columns that follow from others, each after the ones that it needs.</summary>
    public ImmutableArray<ColumnFunction> Functions { get; }

    /// <summary>Pairs of cells that never occur together.</summary>
    public ImmutableArray<ImpossiblePairs> Impossible { get; }

    /// <summary>What a user demands.</summary>
    public ImmutableArray<BoundConstraint> Constraints { get; }

    /// <summary>No rules.</summary>
    public static TableRules None(ImmutableArray<ColumnProfile> profiles) => new(profiles, [], [], []);

    /// <summary>Narrows what a cell may be, so that the rules can hold in the row.</summary>
    /// <param name="column">Number of the column.</param>
    /// <param name="cells">Cells of the row. <c>[columns]</c></param>
    /// <param name="known">Which of them are known. <c>[columns]</c></param>
    /// <param name="allowed">What the cell may be otherwise.</param>
    /// <param name="given">What a user says of each cell, computed ones included; empty for nothing. <c>[columns]</c></param>
    /// <returns>
    /// A part of <paramref name="allowed"/>, never an empty one: a rule that would leave nothing is passed over, and the row is then one
    /// that <see cref="HoldsIn"/> refuses and that is drawn again.
    /// </returns>
    public CellSet Narrow(
        int column,
        ReadOnlySpan<double> cells,
        ReadOnlySpan<bool> known,
        in CellSet allowed,
        ReadOnlySpan<CellSet> given = default) => Narrow(column, new KnownCells(this, cells, known, given), allowed);

    /// <inheritdoc cref="Narrow(int, ReadOnlySpan{double}, ReadOnlySpan{bool}, in CellSet, ReadOnlySpan{CellSet})"/>
    public CellSet Narrow(int column, in KnownCells row, in CellSet allowed)
    {
        CellSet set = allowed;
        ColumnProfile profile = Profiles[column];
        StateMasks? masks = _masks[column];
        if (masks?.Possible(row) is { } all && !CellGrid.IsPart(profile, set, all))
        {
            // Where not all of the pairs can be kept, those that can are.
            (set, masks) = CellGrid.Within(profile, set.And(all)) is { } narrower ? (narrower, masks) : (set, null);
        }

        foreach (ICellRule rule in _rulesOf[column])
        {
            if (masks is not null && rule is ImpossiblePairs)
            {
                break; // They come last.
            }

            CellSet possible = rule.Narrow(column, row);
            if (!CellGrid.IsPart(profile, set, possible) && CellGrid.Within(profile, set.And(possible)) is { } part)
            {
                set = part;
            }
        }

        return set;
    }

    CellSet IRowRules.Narrow(int column, ReadOnlySpan<double> cells, ReadOnlySpan<bool> known, in CellSet allowed) =>
        Narrow(column, cells, known, allowed);

    /// <summary>Computes the cells of the columns that are left out of the model. <c>[columns]</c></summary>
    /// <remarks>
    /// A number is rounded as its column is. It is not moved into the column's range, since the function would not hold then: narrowing
    /// keeps it there, and <see cref="HoldsIn"/> refuses the row where that was not possible.
    /// </remarks>
    public void Complete(Span<double> cells)
    {
        foreach (ColumnFunction function in Functions)
        {
            cells[function.Column] = CellGrid.Rounded(Profiles[function.Column], function.Compute(cells));
        }
    }

    /// <summary>Computes those cells of which all sources are known, and marks them as known. <c>[columns]</c></summary>
    public void Complete(Span<double> cells, Span<bool> known)
    {
        foreach (ColumnFunction function in Functions)
        {
            bool follows = !known[function.Column];
            foreach (int source in function.Sources)
            {
                follows &= known[source];
            }

            if (follows)
            {
                cells[function.Column] = CellGrid.Rounded(Profiles[function.Column], function.Compute(cells));
                known[function.Column] = true;
            }
        }
    }

    /// <summary>Whether all rules hold in a row, and computed numbers are within the range of their columns. <c>[columns]</c></summary>
    public bool HoldsIn(ReadOnlySpan<double> cells)
    {
        foreach (ICellRule rule in _rules)
        {
            if (!rule.HoldsIn(cells, Profiles))
            {
                return false;
            }
        }

        foreach (int column in Computed)
        {
            if (Profiles[column].Numbers is { } numbers && (cells[column] < numbers.Least || cells[column] > numbers.Most))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a constraint or the function of another column says something of a column.</summary>
    public bool IsConstrained(int column) => _isConstrained[column];

    /// <summary>The rules in words, one a line.</summary>
    /// <param name="category">Name of a category by the column's number and its code.</param>
    public ImmutableArray<string> Describe(Func<int, int, string>? category = null)
    {
        CellWords words = new(Profiles, category);
        return
        [
            .. Functions.Select(function => function.Describe(words)),
            .. ImpliedWords.Describe([.. Impossible.Where(pairs => !FollowsFromOne(pairs.First) && !FollowsFromOne(pairs.Second))], words),
            .. Constraints.Select(constraint => constraint.Describe(words)),
        ];

        // What it implies is said of the column that it follows from.
        bool FollowsFromOne(CellStates states) =>
            Functions.Any(function => function.Column == states.Column && function.Sources.Length == 1);
    }
}
