namespace MLNetQuantumPrior.Experiments;

/// <summary>A method that is measured on tables.</summary>
/// <param name="Name">As in the results.</param>
/// <param name="Measure">Its figures on the parts of a table with a seed.</param>
internal sealed record TableMethod(string Name, Func<TableSplit, ulong, TableFigures> Measure)
{
    /// <summary>Those of the given names; all for none.</summary>
    public static IReadOnlyList<TableMethod> Named(IReadOnlyList<TableMethod> all, IReadOnlyList<string> names) => names.Count == 0
        ? all
        : [.. names.Select(name => all.FirstOrDefault(method => method.Name == name) ?? throw new InvalidDataException(
            $"Option '--methods': expected some of {string.Join(", ", all.Select(method => method.Name))}, got {name}."))];
}
