using Microsoft.ML;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class SyntheticDataReportTests
{
    private static readonly SyntheticReportOptions Options = new() { Target = "loan", Seed = 1, MaxRows = 1000 };

    private static readonly TableColumn[] Train = MadeTable.Rows(1000, seed: 1), Holdout = MadeTable.Rows(1000, seed: 2);
    private static readonly TableColumn[] Fresh = MadeTable.Rows(1000, seed: 3);

    private static readonly SyntheticDataReport OfFresh = SyntheticDataReport.Of(Train, Holdout, Fresh, Options);
    private static readonly SyntheticDataReport OfIndependent =
        SyntheticDataReport.Of(Train, Holdout, MadeTable.Independent(Train, seed: 4), Options);

    [TestMethod]
    public void RowsOfTheSameDistributionCannotBeToldApart()
    {
        // The AUC of 200 against 200 rows without signal has a standard deviation of 0.029, the mean of five 0.013.
        Assert.AreEqual(0.5, OfFresh.Detection.Boosted, 0.052);
        Assert.AreEqual(0.5, OfFresh.Detection.Linear, 0.052);
        Assert.AreEqual(0.5, OfFresh.Privacy.CloserShare, 4 * 0.5 / Math.Sqrt(1000));
        Assert.AreEqual(1, OfFresh.Privacy.DistanceRatio, 0.15);
        Assert.AreEqual(OfFresh.Privacy.HoldoutCopies, OfFresh.Privacy.Copies, 0.01);
    }

    [TestMethod]
    public void RowsOfTheSameDistributionTeachAsMuchAsRealOnes()
    {
        UtilityFigures utility = OfFresh.Utility!;
        Assert.AreEqual(("loan", "AUC"), (utility.Target, utility.Measure));
        Assert.IsGreaterThan(0.85, utility.Boosted.Real);
        Assert.AreEqual(1, utility.Boosted.Ratio, 0.03);
        Assert.AreEqual(1, utility.Linear.Ratio, 0.03);
        Assert.IsGreaterThan(utility.Boosted.Real - 0.02, utility.Boosted.Augmented);
    }

    [TestMethod]
    public void IndependentColumnsAreDetectedAndTeachNothing()
    {
        Assert.IsGreaterThan(0.8, OfIndependent.Detection.Boosted);
        Assert.AreEqual(0.5, OfIndependent.Utility!.Boosted.Synthetic, 0.15);
        Assert.AreEqual(1, OfIndependent.Quality.Shapes, 1e-12);
        Assert.IsLessThan(OfFresh.Quality.Trends, OfIndependent.Quality.Trends);
    }

    [TestMethod]
    public void ACopyOfTheTrainingRowsIsOne()
    {
        PrivacyFigures privacy = SyntheticDataReport.Of(Train, Holdout, Train, Options with { Copula = false }).Privacy;
        Assert.AreEqual(1, privacy.Copies);
        Assert.AreEqual(0, privacy.MedianDistance);
        Assert.AreEqual(0, privacy.DistanceRatio);
        Assert.AreEqual(1, privacy.CloserShare, privacy.HoldoutCopies); // ties with a holdout row that is the same count half
        Assert.IsLessThan(0.05, privacy.HoldoutCopies);
    }

    [TestMethod]
    public void FiguresDependOnTheSeedAndNotOnTheNumberOfThreads()
    {
        SyntheticReportOptions options = Options with { MaxRows = 200 };
        SyntheticDataReport alone = SyntheticDataReport.Of(Train, Holdout, Fresh, options with { MaxDegreeOfParallelism = 1 });
        SyntheticDataReport many = SyntheticDataReport.Of(Train, Holdout, Fresh, options with { MaxDegreeOfParallelism = 4 });
        Assert.AreEqual(alone.Detection, many.Detection);
        Assert.AreEqual(alone.Utility, many.Utility);
        Assert.AreEqual(alone.Privacy, many.Privacy);
        Assert.AreEqual(alone.Copula, many.Copula);
        Assert.AreNotEqual(alone.Detection, SyntheticDataReport.Of(Train, Holdout, Fresh, options with { Seed = 2 }).Detection);
    }

    [TestMethod]
    public void NumbersAreJudgedByTheirDeterminationAndManyClassesByTheirMeanArea()
    {
        UtilityFigures income = Utility("income"), plan = Utility("plan");
        Assert.AreEqual("R2", income.Measure);
        Assert.IsGreaterThan(0.3, income.Linear.Real);
        Assert.IsGreaterThan(0.5, income.Boosted.Synthetic);
        Assert.AreEqual("macro AUC", plan.Measure);
        Assert.IsGreaterThan(0.7, plan.Linear.Synthetic); // "none" is certain, the others are not

        static UtilityFigures Utility(string target) =>
            SyntheticDataReport.Of(Train, Holdout, Fresh, Options with { Target = target, Copula = false }).Utility!;
    }

    [TestMethod]
    public void ViewsAreReadAsColumnsAre()
    {
        var ml = new MLContext(seed: 1);
        IDataView train = View(10), holdout = View(20), synthetic = View(30);
        SyntheticDataReport report = SyntheticDataReport.Of(train, holdout, synthetic, new() { Copula = false });
        Assert.AreEqual((60, 60, 60), (report.TrainRows, report.HoldoutRows, report.SyntheticRows));
        Assert.IsNull(report.Utility);
        Assert.IsNull(report.Copula);
        CollectionAssert.AreEqual(
            new[] { "Day", "Wait", "Moment", "Open" }, report.Quality.Columns.Select(column => column.Name).ToArray());

        IDataView View(int first) => ml.Data.LoadFromEnumerable(Enumerable.Range(first, 60).Select(day => new Visit
        {
            Day = new DateTime(2025, 1, 1).AddDays(day), Wait = TimeSpan.FromMinutes(day), Moment = DateTimeOffset.UnixEpoch.AddHours(day),
            Open = day % 2 == 0,
        }));
    }

    [TestMethod]
    public void ColumnsThatNameRowsAreLeftOut()
    {
        SyntheticDataReport report = SyntheticDataReport.Of(
            Named(1), Named(2), Named(1), new() { Ignored = ["age"], Copula = false, MaxRows = 100 });
        CollectionAssert.AreEqual(new[] { "age", "name" }, report.Ignored);
        Assert.AreEqual(5, report.Quality.Columns.Length);
        Assert.AreEqual(0, report.Violations.Rows, "names that training rows do not have");

        static TableColumn[] Named(int seed) =>
        [
            .. MadeTable.Rows(100, seed), TableColumn.OfCategories("name", Enumerable.Range(seed * 1000, 100).Select(name => $"n{name}")),
        ];
    }

    [TestMethod]
    public void DatesAreSecondsSince1970()
    {
        var ml = new MLContext(seed: 1);
        IReadOnlyList<TableColumn> columns = TableColumn.AllOf(ml.Data.LoadFromEnumerable([new Visit
        {
            Day = new(1970, 1, 2), Wait = TimeSpan.FromMinutes(2), Moment = new(1970, 1, 1, 2, 0, 0, TimeSpan.FromHours(1)), Open = true,
        }]));
        CollectionAssert.AreEqual(new[] { 86_400.0, 120, 3600 }, columns.Take(3).Select(column => column.Numbers[0]).ToArray());
        Assert.AreEqual(1, TableColumn.AllOf(ml.Data.LoadFromEnumerable([new Visit()]))[0].MissingShare, "no date");
    }

    [TestMethod]
    public void ProgressGoesFromNothingToAllAndCancellationEnds()
    {
        var seen = new List<double>();
        SyntheticReportOptions options = Options with { Progress = new Recorder(seen), MaxDegreeOfParallelism = 1, MaxRows = 100 };
        SyntheticDataReport.Of(Train, Holdout, Fresh, options);
        CollectionAssert.AreEqual(seen.Order().ToArray(), seen);
        Assert.AreEqual(1, seen[^1]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => SyntheticDataReport.Of(Train, Holdout, Fresh, Options with { CancellationToken = cancelled.Token }));
    }

    [TestMethod]
    public void WrongTablesAndTargetsAreRefused()
    {
        StringAssert.StartsWith(
            Assert.Throws<ArgumentException>(() => SyntheticDataReport.Of(Train, Holdout, Fresh, new() { Target = "none" })).Message,
            "Option 'Target': expected a column of the training table, got 'none'.");
        StringAssert.StartsWith(
            Assert.Throws<ArgumentException>(() => SyntheticDataReport.Of(Train, Holdout[..5], Fresh)).Message,
            "Column 'score': expected it in the holdout table, got age");
        TableColumn[] constant = [TableColumn.OfNumbers("x", [1, 1]), TableColumn.OfNumbers("y", [1, 2])];
        StringAssert.StartsWith(
            Assert.Throws<ArgumentException>(() => SyntheticDataReport.Of(constant, constant, constant, new() { Target = "x" })).Message,
            "Column 'x': expected at least two values in the training rows, got 1.");
    }

    [TestMethod]
    public void TablesOfAFewRowsAreJudgedAsFarAsTheyGo()
    {
        TableColumn[] few = MadeTable.Rows(4, seed: 1), more = MadeTable.Rows(12, seed: 2);
        SyntheticDataReport report = SyntheticDataReport.Of(more, few, more, Options);
        Assert.AreEqual(1, report.Privacy.Copies);
        Assert.IsTrue(double.IsNaN(SyntheticDataReport.Of(few, more, few).Detection.Boosted));
    }

    private sealed class Recorder(List<double> seen) : IProgress<double>
    {
        public void Report(double value) => seen.Add(value);
    }

    private sealed class Visit
    {
        public DateTime Day { get; init; }

        public TimeSpan Wait { get; init; }

        public DateTimeOffset Moment { get; init; }

        public bool Open { get; init; }
    }
}
