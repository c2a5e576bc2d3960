using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Measures methods on tables, seed by seed.</summary>
/// <param name="name">Of the file of results, without its ending.</param>
/// <param name="sets">Tables that there are figures of.</param>
/// <param name="methods">All methods.</param>
internal sealed class TableEvaluation(string name, IReadOnlyList<string> sets, IReadOnlyList<TableMethod> methods)
{
    /// <summary>Changes whenever figures do that neither the library's sources nor those of this folder explain.</summary>
    private const int Version = 1;

    private const int QuickRows = 300;

    private static readonly string Sources = SourceTree.DigestOf("src", "tests/MLNetQuantumPrior.Experiments/Tables");

    /// <summary>What is computed.</summary>
    /// <param name="Seeds">Seeds 1 to this.</param>
    /// <param name="Sets">Names of tables; none for all.</param>
    /// <param name="Methods">Names of methods; none for all.</param>
    /// <param name="IsQuick">One seed and few rows, to see that everything runs.</param>
    internal sealed record Budget(int Seeds, IReadOnlyList<string> Sets, IReadOnlyList<string> Methods, bool IsQuick);

    /// <summary>Runs what is not finished yet of these sources, and writes NAME.json after each seed, or NAME-quick.json.</summary>
    /// <param name="tables">Where tables are.</param>
    /// <param name="folder">Receives the results and the finished pieces.</param>
    /// <param name="budget">What to compute.</param>
    public void Run(TableFolder tables, string folder, Budget budget)
    {
        string file = budget.IsQuick ? $"{name}-quick" : name;
        int mostRows = budget.IsQuick ? QuickRows : int.MaxValue;
        ulong seeds = budget.IsQuick ? 1 : (ulong)budget.Seeds;
        var done = new FinishedWork(Path.Combine(folder, file));
        TableSet[] chosen = [.. TableSet.Named(budget.Sets.Count == 0 ? sets : budget.Sets).Where(IsThere)];
        IReadOnlyList<TableMethod> wanted = TableMethod.Named(methods, budget.Methods);
        var rows = new List<ResultRow>();
        for (ulong seed = 1; seed <= seeds; seed++)
        {
            ulong own = seed;
            (TableSet Set, TableMethod Method)[] work = [.. from set in chosen from method in wanted select (set, method)];
            rows.AddRange(SideBySide.Select(work, item => Rows(item.Set, item.Method, own)).SelectMany(piece => piece));
            Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{file}.json"));
        }

        bool IsThere(TableSet set)
        {
            bool isThere = tables.Find(set.Name) is not null;
            if (!isThere)
            {
                Console.WriteLine($"{set.Name}: left out, since no folder that --data names has {set.Name}.csv");
            }

            return isThere;
        }

        IEnumerable<ResultRow> Rows(TableSet set, TableMethod method, ulong seed) => done.Of(
            $"{set.Name}-{method.Name.Replace(':', '-').Replace(' ', '-')}-{seed}",
            new { Version, Sources, mostRows },
            () => method.Measure(set.Split(tables, seed, mostRows)!, seed))
            .Of.Select(number => new ResultRow(set.Name, method.Name, number.Key, seed, number.Value));
    }
}
