using System.Diagnostics;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Synthetic tables of all methods, as many rows as there are to learn, by all measures.</summary>
internal static class TableComparison
{
    public static TableEvaluation Of(bool isQuick) => new(
        "tables",
        [.. TableSet.All.Select(set => set.Name)],
        [
            Method("bmvae", new BmVaeTables(isQuick)),
            Method("bmvae:bits", new BmVaeTables(isQuick, options => options with { ColumnTrees = false })),
            Method("bmvae:shuffled", new BmVaeTables(isQuick, options => options with { ShufflesBits = true })),
            Method("gaussian", new BmVaeTables(isQuick, options => options with { Prior = PriorKind.Gaussian })),
            Method("bernoulli", new BmVaeTables(isQuick, options => options with { Prior = PriorKind.Bernoulli })),
            Method("independent", new IndependentColumns()),
            Method("copula", new GaussianCopula()),
            Method("smote", new Smote()),
            Method("cart", new SequentialCart()),
            new("holdout", (split, seed) => new(
                TableMeasures.OfRows(split with { Holdout = split.Test }, split.Holdout, seed), "real rows")),
            new("real", (split, _) => new(TableMeasures.OfLearners(split, split.Train), "real rows")),
        ]);

    private static TableMethod Method(string name, ITableRival rival) => new(name, (split, seed) =>
    {
        long start = Stopwatch.GetTimestamp();
        ITableRows rows = rival.Fit(split.Train, seed);
        double fit = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        Table synthetic = rows.Draw(split.Train.Rows, seed);
        double speed = synthetic.Rows / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(
            TableMeasures.OfRows(split, synthetic, seed).Concat(TableMeasures.OfLearners(split, synthetic)).ToDictionary(),
            FormattableString.Invariant($"fitted in {fit:F1} s, {speed:F0} rows/s"));
    });
}
