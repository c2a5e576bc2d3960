using Microsoft.ML;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A table that methods are compared on.</summary>
/// <param name="Name">As in the results; the name of its file.</param>
/// <param name="Target">The column to be predicted.</param>
/// <param name="MostRows">How many of its rows are taken, by the seed, if it has more.</param>
internal sealed record TableSet(string Name, string Target, int MostRows = int.MaxValue)
{
    /// <summary>All there are. Settings were chosen on the first three.</summary>
    public static IReadOnlyList<TableSet> All { get; } =
    [
        new("credit", "Status"), new("telco", "churn"), new("diabetes", "diabetes"),
        new("churn", "churn"), new("attrition", "Attrition"), new("lending", "Class"), new("diamonds", "price", 10_000),
    ];

    /// <summary>Those of the given names; all for none.</summary>
    public static IReadOnlyList<TableSet> Named(IReadOnlyList<string> names) => names.Count == 0
        ? All
        : [.. names.Select(name => All.FirstOrDefault(set => set.Name == name) ?? throw new InvalidDataException(
            $"Option '--sets': expected some of {string.Join(", ", All.Select(set => set.Name))}, got {name}."))];

    /// <summary>Its rows in three parts; null where the folder has none of this name.</summary>
    /// <param name="folder">Where tables are.</param>
    /// <param name="seed">Decides which rows are in which part.</param>
    /// <param name="mostRows">At most so many rows.</param>
    public TableSplit? Split(TableFolder folder, ulong seed, int mostRows = int.MaxValue) => folder.Find(Name) is { } path
        ? TableSplit.Of(Table.Of(TableFile.WithNames(path).Load(new MLContext((int)seed)), Target), seed, Math.Min(MostRows, mostRows))
        : null;
}
