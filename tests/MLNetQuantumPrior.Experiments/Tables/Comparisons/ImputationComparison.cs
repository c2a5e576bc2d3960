using System.Diagnostics;

namespace MLNetQuantumPrior.Experiments;

/// <summary>How well missing cells are filled: a fifth of the cells of the test rows is removed at random.</summary>
internal static class ImputationComparison
{
    private const double Share = 0.2;

    /// <summary>Fewer test rows are taken several times over, with other cells removed each time.</summary>
    private const int LeastRows = 1000;

    public static TableEvaluation Of(bool isQuick) => new(
        "imputation",
        ["credit", "diabetes"],
        [
            Method("bmvae", new BmVaeImputer(isQuick)),
            Method("mean", new MeanImputer()),
            Method("nearest", new NearestImputer()),
            Method("cart", new CartImputer()),
        ]);

    public static TableMethod Method(string name, ITableImputer imputer) => new(name, (split, seed) =>
    {
        Table test = split.Test;
        while (test.Rows < LeastRows)
        {
            test = test.Append(split.Test);
        }

        var holes = new Holes(split.Train, test, Share, seed);
        long start = Stopwatch.GetTimestamp();
        FilledRows filled = imputer.Fill(split.Train, holes.Table, seed);
        return new(holes.Measure(filled), FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
    });
}
