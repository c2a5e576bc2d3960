namespace MLNetQuantumPrior;

/// <summary>A function that holds in the training table, and what decides whether its column is the one to leave out.</summary>
/// <param name="Function">The function.</param>
/// <param name="Amplification">
/// By how much errors of the sources grow on their way to the column, both as parts of their spread. Of the columns of one relation the
/// one with the least is left out: a sum rather than one of its parts.
/// </param>
/// <param name="Distinct">How many different cells the column has; of two equivalent columns the one with fewer is left out.</param>
internal readonly record struct FunctionCandidate(ColumnFunction Function, double Amplification, int Distinct)
{
    /// <summary>How much a coarse column counts as one of several: rounding it would spoil the digits of the others.</summary>
    private const double Coarseness = 10;

    /// <summary>A candidate for a column of numbers.</summary>
    public static FunctionCandidate Of(ColumnFunction function, double amplification, NumberColumn column) => new(
        function,
        amplification + (function.Sources.Length > 1 ? Coarseness * column.Unit / column.Deviation : 0),
        column.Distinct);

    /// <summary>The best first.</summary>
    public static IOrderedEnumerable<FunctionCandidate> Sort(IEnumerable<FunctionCandidate> candidates) => candidates
        .OrderBy(one => Math.Round(one.Amplification, 1))
        .ThenBy(one => one.Distinct)
        .ThenByDescending(one => one.Function.Column)
        .ThenBy(one => one.Function.Sources, Comparer<ImmutableArray<int>>.Create(Compare));

    private static int Compare(ImmutableArray<int> first, ImmutableArray<int> second) => first.AsSpan().SequenceCompareTo(second.AsSpan());
}
