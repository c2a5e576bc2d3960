using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Whether outlier scores of a model of calm years tell regimes of the stock market: S&amp;P 500, learned from 2003 to 2006, scored from
/// 2007 to 2020, beside the volatility of the same 20 days, which needs no model.
/// </summary>
internal static class RegimeShifts
{
    /// <summary>A year's volatility that counts as restless, and a fall that counts as a drawdown.</summary>
    private const double Restless = 0.25, DeepDrawdown = 0.1;

    private static readonly (int First, int Last) Training = (2003, 2006), Test = (2007, 2020);

    /// <summary>What is to be told from scores of windows.</summary>
    /// <param name="Name">As in the results.</param>
    /// <param name="Asked">Windows that are looked at.</param>
    /// <param name="Is">Those that a score should be high for.</param>
    private sealed record Regime(string Name, Func<MarketWindows, int, bool> Asked, Func<MarketWindows, int, bool> Is);

    /// <summary>Areas under the ROC curve by regime and measure.</summary>
    private sealed record AreasByName(Dictionary<string, double> Of)
    {
        public override string ToString() => string.Join(
            ", ", Of.Where(area => area.Key.EndsWith("default", StringComparison.Ordinal))
                .Select(area => FormattableString.Invariant($"{area.Key} {area.Value:F3}")));
    }

    private static readonly Regime[] Regimes =
    [
        new("drawdown", (_, _) => true, (windows, row) => windows.Drawdown[row] > DeepDrawdown),
        new("restless", (_, _) => true, (windows, row) => windows.Ahead[row] > Restless),
        new("onset", (windows, row) => windows.Volatility[row] <= Restless, (windows, row) => windows.Ahead[row] > Restless),
    ];

    public static IEnumerable<ResultRow> Run(PaperWork work)
    {
        ImmutableArray<MarketDay> days = MarketDay.Read(work.Prices);
        var rows = new List<ResultRow>();
        foreach ((string prefix, bool isScaled) in new[] { ("", false), ("scaled ", true) })
        {
            var all = MarketWindows.Of(days, isScaled);
            MarketWindows training = all.Within(Training.First, Training.Last), test = all.Within(Test.First, Test.Last);
            FeatureMatrix scored = test.Matrix();
            var set = new OneClassRows("regimes", training.Matrix(), scored, scored, ArePixels: false);
            foreach (ulong seed in work.Seeds)
            {
                AreasByName[] areas = SideBySide.Select(
                    (PriorKind[])[PriorKind.Boltzmann, PriorKind.Gaussian],
                    kind => work.Done.Of(
                        $"regimes/{(isScaled ? "scaled-" : "")}{kind}-{seed}",
                        new { set.Training.Rows, scored = scored.Rows },
                        () => new AreasByName(OutlierEvaluation.Scores(set, kind, seed)
                            .SelectMany(measure => Areas(test, $"{prefix}{measure.Name}", measure.Score(scored)))
                            .ToDictionary())));
                rows.AddRange(
                    areas.SelectMany(area => area.Of).DistinctBy(area => area.Key).Select(area => Row(area.Key, area.Value, seed)));
            }

            if (!isScaled)
            {
                rows.AddRange(Areas(test, "volatility of the same 20 days", [.. test.Volatility])
                    .Select(area => Row(area.Key, area.Value, seed: 0)));
            }
        }

        return rows;

        static ResultRow Row(string key, double area, ulong seed)
        {
            string[] names = key.Split('|');
            return new($"regimes:{names[0]}", names[1], "auroc", seed, area);
        }
    }

    private static IEnumerable<KeyValuePair<string, double>> Areas(MarketWindows windows, string method, double[] scores)
    {
        foreach (Regime regime in Regimes)
        {
            int[] asked = [.. Enumerable.Range(0, scores.Length).Where(row => regime.Asked(windows, row))];
            double[] ordinary = [.. asked.Where(row => !regime.Is(windows, row)).Select(row => scores[row])];
            double[] strange = [.. asked.Where(row => regime.Is(windows, row)).Select(row => scores[row])];
            yield return new($"{regime.Name}|{method}", Auroc.Of(ordinary, strange));
        }
    }
}
