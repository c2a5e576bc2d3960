namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class VerdictTests
{
    private static readonly SyntheticDataReport Ideal = Report();

    [TestMethod]
    public void AnIdealTableIsGoodInEverything()
    {
        Assert.HasCount(10, Ideal.Verdicts);
        Assert.IsTrue(Ideal.Verdicts.All(verdict => verdict.Grade == Grade.Good));
        Assert.AreEqual("0.530: hard to tell apart (at most 0.56)", Words(Ideal, "Boosted detection"));
        Assert.AreEqual(
            "a Gaussian copula would do no better in trends (by 0.01) or TSTR (by 0.02)", Words(Ideal, "Gaussian copula"));
    }

    [TestMethod]
    [DataRow(0.37, Grade.Fair, "below chance: a sign of repeated training rows (below 0.4)")]
    [DataRow(0.56, Grade.Good, "hard to tell apart (at most 0.56)")]
    [DataRow(0.65, Grade.Fair, "told apart more often than not (at most 0.65)")]
    [DataRow(0.66, Grade.Poor, "easily told apart (above 0.65)")]
    public void DetectionIsGradedByItsArea(double area, Grade grade, string words) =>
        AssertVerdict(Ideal with { Detection = new(0.5, area) }, "Boosted detection", grade, words);

    [TestMethod]
    [DataRow(0.7, Grade.Poor, "much closer to training rows than real rows are (below 0.8)")]
    [DataRow(0.9, Grade.Fair, "closer to training rows than real rows are (below 0.95)")]
    [DataRow(1.3, Grade.Fair, "somewhat farther from training rows than real rows are (at most 1.4)")]
    [DataRow(1.5, Grade.Poor, "far from training rows (above 1.4)")]
    public void DistancesAreGradedOnBothSides(double ratio, Grade grade, string words) =>
        AssertVerdict(Ideal with { Privacy = Ideal.Privacy with { MedianDistance = ratio * 0.1 } }, "Distance ratio", grade, words);

    [TestMethod]
    [DataRow(0.5, 0.3, Grade.Good)] // three standard errors of the difference: 3 sqrt(0.433 x 0.567 x 0.03) = 0.26
    [DataRow(0.65, 0.3, Grade.Poor)] // 0.35 less 0.26
    [DataRow(0.02, 0, Grade.Good)] // 3 sqrt(0.0133 x 0.987 x 0.03) = 0.06
    [DataRow(0.175, 0, Grade.Fair)] // 0.175 less 0.167
    public void SharesCountBeyondThoseOfTheHoldoutAndChance(double share, double usual, Grade grade)
    {
        SyntheticDataReport copies = Ideal with { Privacy = Ideal.Privacy with { Copies = share, HoldoutCopies = usual } };
        Assert.AreEqual(grade, Find(copies, "Copies beyond the holdout's").Grade);
        SyntheticDataReport violations = Ideal with
        {
            Violations = Ideal.Violations with { Rows = share }, HoldoutViolations = Ideal.Violations with { Rows = usual },
        };
        Assert.AreEqual(grade, Find(violations, "Violations beyond the holdout's").Grade);
    }

    [TestMethod]
    public void ACopulaThatDoesBetterIsNamedWithItsFigures()
    {
        SyntheticDataReport worse = Ideal with { Copula = new(0.99, 0.985, 0.805, 0.85) };
        Verdict verdict = Find(worse, "Gaussian copula");
        Assert.AreEqual(Grade.Poor, verdict.Grade);
        Assert.AreEqual("a Gaussian copula would do better: trends 0.985 against 0.970; TSTR, boosted 0.850 against 0.800", verdict.Words);
    }

    [TestMethod]
    public void OnATableOfCorrelatedNormalsACopulaBeatsIndependentColumnsAndOnAnExclusiveOrItDoesNotBeatTheTable()
    {
        TableColumn[] normal = Normal(seed: 1), exclusive = ExclusiveOr(seed: 1);
        SyntheticReportOptions options = new() { Target = "y", MaxRows = 400 };
        Verdict poor = Find(
            SyntheticDataReport.Of(normal, Normal(seed: 2), MadeTable.Independent(normal, seed: 3), options), "Gaussian copula");
        Assert.AreEqual(Grade.Poor, poor.Grade);
        StringAssert.Contains(poor.Words, "TSTR, boosted");

        SyntheticDataReport report = SyntheticDataReport.Of(exclusive, ExclusiveOr(seed: 2), ExclusiveOr(seed: 3), options);
        Assert.IsGreaterThan(0.9, report.Utility!.Boosted.Synthetic);
        Assert.IsLessThan(0.7, report.Copula!.Boosted!.Value);
        Assert.IsFalse(Find(report, "Gaussian copula").Words.Contains("boosted", StringComparison.Ordinal));
    }

    [TestMethod]
    public void WithoutATargetAndACopulaTheirVerdictsAreLeftOut() =>
        Assert.HasCount(8, (Ideal with { Utility = null, Copula = null }).Verdicts);

    private static TableColumn[] Normal(int seed) => Table(seed, (a, b) => a + (0.3 * b) > 0);

    private static TableColumn[] ExclusiveOr(int seed) => Table(seed, (a, b) => a * b > 0);

    private static TableColumn[] Table(int seed, Func<double, double, bool> label)
    {
        var random = new Random(seed);
        double[] a = [.. Draws()], b = [.. Draws()];
        return
        [
            TableColumn.OfNumbers("a", a), TableColumn.OfNumbers("b", b),
            TableColumn.OfCategories("y", a.Zip(b, (x, y) => label(x, y) ? "yes" : "no")),
        ];

        IEnumerable<double> Draws() => Enumerable.Range(0, 400).Select(
            _ => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, random.NextDouble()));
    }

    private static SyntheticDataReport Report()
    {
        var quality = new TableQuality([new("x", 0.98, 1, 1, 1)], [new("x", "y", 0.97)]);
        return new(
            100, 50, 100, 0, quality, quality, new(0.5, 0.53), new(0.1, 0.1, 0.52, 0, 0), new(0, 0, 0, 0, 0, 0, []),
            new(0, 0, 0, 0, 0, 0, []))
        {
            Utility = new("y", "AUC", new(0.8, 0.8, 0.8), new(0.81, 0.8, 0.81)),
            Copula = new(0.99, 0.979, 0.819, 0.79),
        };
    }

    private static void AssertVerdict(SyntheticDataReport report, string measure, Grade grade, string words)
    {
        Verdict verdict = Find(report, measure);
        Assert.AreEqual(grade, verdict.Grade);
        StringAssert.EndsWith(verdict.Words, words);
    }

    private static string Words(SyntheticDataReport report, string measure) => Find(report, measure).Words;

    private static Verdict Find(SyntheticDataReport report, string measure) =>
        report.Verdicts.Single(verdict => verdict.Measure == measure);
}
