using System.Globalization;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>Puts the figures of a report into words, by thresholds.</summary>
internal static class Verdicts
{
    /// <summary>By how much a Gaussian copula has to be better: two draws of the same copula differ by more than half of it.</summary>
    private const double TrendMargin = 0.01, UtilityMargin = 0.02;

    /// <summary>Standard errors that a share may lie above the holdout's by chance.</summary>
    private const double Chance = 3;

    /// <summary>One verdict a measure; thresholds are in docs/synthetic-data-report.md.</summary>
    public static ImmutableArray<Verdict> Of(SyntheticDataReport report)
    {
        (PrivacyFigures privacy, ViolationFigures violations) = (report.Privacy, report.Violations);
        var verdicts = new List<Verdict>
        {
            High("Shapes", report.Quality.Shapes, 0.95, 0.9, "columns are alike", "columns differ somewhat", "columns differ"),
            High("Trends", report.Quality.Trends, 0.95, 0.9, "pairs of columns are alike", "pairs differ somewhat", "pairs differ"),
        };
        if (report.Utility is { } utility)
        {
            verdicts.Add(High(
                $"TSTR, boosted {utility.Measure} over that of real rows",
                utility.Boosted.Ratio,
                0.98,
                0.95,
                "models learn as much as from real rows",
                "models learn a little less than from real rows",
                "models learn less than from real rows"));
        }

        verdicts.Add(OfDetection("Boosted detection", report.Detection.Boosted));
        verdicts.Add(OfDetection("Linear detection", report.Detection.Linear));
        verdicts.Add(Low(
            "Closer share",
            privacy.CloserShare,
            0.56,
            0.6,
            "no closer to training rows than to others",
            "somewhat closer to training rows than to others",
            "much closer to training rows than to others"));
        verdicts.Add(OfDistance(privacy.DistanceRatio));
        verdicts.Add(Low(
            "Copies beyond the holdout's",
            Excess(report, privacy.Copies, privacy.HoldoutCopies),
            0.001,
            0.01,
            "training rows are not repeated",
            "some training rows are repeated",
            "training rows are repeated"));
        verdicts.Add(Low(
            "Violations beyond the holdout's",
            Excess(report, violations.Rows, report.HoldoutViolations.Rows),
            0.001,
            0.01,
            "rows keep what training rows keep, as other real rows do",
            "a few rows break what training rows keep",
            "rows break what training rows keep"));
        if (report.Copula is { } copula)
        {
            verdicts.Add(OfCopula(report, copula));
        }

        return [.. verdicts];
    }

    private static Verdict OfDetection(string measure, double area) =>
        area < 0.4 ? new(measure, Grade.Fair, Words(area, "below chance: a sign of repeated training rows", "below 0.4"))
        : Low(measure, area, 0.56, 0.65, "hard to tell apart", "told apart more often than not", "easily told apart");

    private static Verdict OfDistance(double ratio) =>
        ratio < 0.8 ? new("Distance ratio", Grade.Poor, Words(ratio, "much closer to training rows than real rows are", "below 0.8"))
        : ratio < 0.95 ? new("Distance ratio", Grade.Fair, Words(ratio, "closer to training rows than real rows are", "below 0.95"))
        : Low(
            "Distance ratio",
            ratio,
            1.2,
            1.4,
            "as far from training rows as real rows are",
            "somewhat farther from training rows than real rows are",
            "far from training rows");

    /// <summary>What of a share lies above the holdout's, less what chance may add to the difference of two samples.</summary>
    private static double Excess(SyntheticDataReport report, double share, double usual)
    {
        (double drawn, double other) = (report.SyntheticRows, report.HoldoutRows);
        double both = ((share * drawn) + (usual * other)) / (drawn + other);
        return Math.Max(0, share - usual - (Chance * Math.Sqrt(both * (1 - both) * ((1 / drawn) + (1 / other)))));
    }

    private static Verdict OfCopula(SyntheticDataReport report, CopulaFigures copula)
    {
        var better = new List<string>();
        Compare("trends", copula.Trends, report.Quality.Trends, TrendMargin);
        Compare("TSTR, linear", copula.Linear, report.Utility?.Linear.Synthetic, UtilityMargin);
        Compare("TSTR, boosted", copula.Boosted, report.Utility?.Boosted.Synthetic, UtilityMargin);
        return better.Count == 0
            ? new("Gaussian copula", Grade.Good, "a Gaussian copula would do no better in trends (by 0.01) or TSTR (by 0.02)")
            : new("Gaussian copula", Grade.Poor, $"a Gaussian copula would do better: {string.Join("; ", better)}");

        void Compare(string measure, double? rival, double? own, double margin)
        {
            if (rival > own + margin)
            {
                better.Add(string.Create(CultureInfo.InvariantCulture, $"{measure} {rival:F3} against {own:F3}"));
            }
        }
    }

    private static Verdict High(string measure, double value, double good, double fair, params string[] words) =>
        value >= good ? new(measure, Grade.Good, Words(value, words[0], Text("at least", good)))
        : value >= fair ? new(measure, Grade.Fair, Words(value, words[1], Text("at least", fair)))
        : new(measure, Grade.Poor, double.IsNaN(value) ? "no figure" : Words(value, words[2], Text("below", fair)));

    private static Verdict Low(string measure, double value, double good, double fair, params string[] words) =>
        value <= good ? new(measure, Grade.Good, Words(value, words[0], Text("at most", good)))
        : value <= fair ? new(measure, Grade.Fair, Words(value, words[1], Text("at most", fair)))
        : new(measure, Grade.Poor, double.IsNaN(value) ? "no figure" : Words(value, words[2], Text("above", fair)));

    private static string Words(double value, string words, string threshold) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.000}: {words} ({threshold})");

    private static string Text(string relation, double threshold) =>
        string.Create(CultureInfo.InvariantCulture, $"{relation} {threshold}");
}
