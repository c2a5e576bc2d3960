namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// What a classifier of a rare class learns: from real rows, from these and synthetic ones that make classes even, and from even synthetic
/// ones alone. Tested on real rows.
/// </summary>
internal static class RareComparison
{
    public static TableEvaluation Of(bool isQuick) => new(
        "rare",
        ["lending", "attrition"],
        [
            new("real", (split, _) => RareClass.Measure(split, split.Train)),
            .. With("bmvae", new BmVaeTables(isQuick)), .. With("smote", new Smote()), .. With("cart", new SequentialCart()),
        ]);

    private static IEnumerable<TableMethod> With(string name, ITableRival rival) =>
    [
        new($"real + {name}", (split, seed) => RareClass.Measure(split, ClassRows.Added(split.Train, rival.Fit(split.Train, seed), seed))),
        new(name, (split, seed) => RareClass.Measure(split, ClassRows.Alone(split.Train, rival.Fit(split.Train, seed), seed))),
    ];
}
