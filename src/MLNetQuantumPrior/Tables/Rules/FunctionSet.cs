namespace MLNetQuantumPrior;

/// <summary>Functions that were found so far, one for each column that is left out and none in a circle.</summary>
/// <param name="kept">Whether each column must not be left out.</param>
internal sealed class FunctionSet(bool[] kept)
{
    private readonly ColumnFunction?[] _functions = new ColumnFunction?[kept.Length];

    /// <summary>The function of a column; null if it is not computed.</summary>
    public ColumnFunction? this[int column] => _functions[column];

    /// <summary>Whether a column is computed.</summary>
    public bool Has(int column) => _functions[column] is not null;

    /// <summary>Whether a column may be left out and is not yet.</summary>
    public bool MayBeComputed(int column) => !kept[column] && !Has(column);

    /// <summary>Takes a function, unless its column is kept or computed already, or follows from itself then.</summary>
    public void Add(ColumnFunction function)
    {
        if (MayBeComputed(function.Column) && !function.Sources.Any(source => Needs(source, function.Column)))
        {
            _functions[function.Column] = function;
        }
    }

    /// <summary>The functions, each after those that it needs.</summary>
    public ImmutableArray<ColumnFunction> InOrder()
    {
        var ordered = ImmutableArray.CreateBuilder<ColumnFunction>();
        bool[] isDone = new bool[kept.Length];
        for (int column = 0; column < kept.Length; column++)
        {
            Visit(column);
        }

        return ordered.ToImmutable();

        void Visit(int column)
        {
            if (isDone[column] || _functions[column] is not { } function)
            {
                return;
            }

            isDone[column] = true;
            foreach (int source in function.Sources)
            {
                Visit(source);
            }

            ordered.Add(function);
        }
    }

    private bool Needs(int column, int wanted) =>
        column == wanted || (_functions[column] is { } function && function.Sources.Any(source => Needs(source, wanted)));
}
