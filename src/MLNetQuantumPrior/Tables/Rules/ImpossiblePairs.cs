namespace MLNetQuantumPrior;

/// <summary>States of two columns of which some never occur together.</summary>
internal sealed class ImpossiblePairs : ICellRule
{
    private readonly bool[] _isImpossible;
    private readonly CellSet[] _firstBySecond, _secondByFirst;

    /// <summary>Takes the pairs that never occur.</summary>
    /// <param name="first">States of the first column.</param>
    /// <param name="second">States of the second column.</param>
    /// <param name="isImpossible">Whether each pair never occurs. <c>[first, second]</c></param>
    public ImpossiblePairs(CellStates first, CellStates second, bool[] isImpossible)
    {
        (First, Second, _isImpossible) = (first, second, isImpossible);
        _secondByFirst = [.. Enumerable.Range(0, first.Count).Select(state => second.Cells(SecondOf(state)))];
        _firstBySecond = [.. Enumerable.Range(0, second.Count).Select(state => first.Cells(FirstOf(state)))];
    }

    /// <summary>States of the first column.</summary>
    public CellStates First { get; }

    /// <summary>States of the second column.</summary>
    public CellStates Second { get; }

    /// <inheritdoc/>
    public ImmutableArray<int> Columns => [First.Column, Second.Column];

    /// <summary>Whether a state of the first and one of the second never occur together.</summary>
    public bool IsImpossible(int first, int second) => _isImpossible[(first * Second.Count) + second];

    /// <summary>Which states of the second column occur with one of the first.</summary>
    public bool[] SecondOf(int first) => [.. Enumerable.Range(0, Second.Count).Select(second => !IsImpossible(first, second))];

    /// <summary>Which states of the first column occur with one of the second.</summary>
    public bool[] FirstOf(int second) => [.. Enumerable.Range(0, First.Count).Select(first => !IsImpossible(first, second))];

    /// <inheritdoc/>
    public bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles)
    {
        (int first, int second) = (First.Of(cells[First.Column]), Second.Of(cells[Second.Column]));
        return first < 0 || second < 0 || !IsImpossible(first, second);
    }

    /// <inheritdoc/>
    public CellSet Narrow(int column, in KnownCells row)
    {
        (CellStates other, CellSet[] sets) = column == First.Column ? (Second, _firstBySecond) : (First, _secondByFirst);
        if (!row.Knows(other.Column))
        {
            return CellSet.All;
        }

        int state = other.Of(row[other.Column]);
        return state < 0 ? CellSet.All : sets[state];
    }
}
