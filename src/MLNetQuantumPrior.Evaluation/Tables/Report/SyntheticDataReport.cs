using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// Whether a synthetic table can stand in for a real one: how alike it is, what models trained on it are worth, whether its rows can be
/// told from real ones, whether they are copies, and what they break.
/// </summary>
/// <param name="TrainRows">Rows of the table that the synthetic one was made from.</param>
/// <param name="HoldoutRows">Rows of the real table that nothing was made from.</param>
/// <param name="SyntheticRows">Rows of the synthetic table.</param>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="Quality">Likeness of columns and pairs of columns to those of the training rows.</param>
/// <param name="HoldoutQuality">The same of the holdout rows: what another sample of the real table reaches.</param>
/// <param name="Detection">Whether a classifier tells synthetic rows from real ones.</param>
/// <param name="Privacy">Closeness to training rows.</param>
/// <param name="Violations">What synthetic rows break.</param>
/// <param name="HoldoutViolations">What holdout rows break: what another sample of the real table breaks.</param>
/// <example>
/// <code>
/// var report = SyntheticDataReport.Of(train, holdout, synthetic, new() { Target = "Status", Seed = 1 });
/// Console.WriteLine(report);
/// report.SaveHtml("report.html");
/// </code>
/// </example>
/// <remarks>What the figures mean, and from which values on they are good, is in docs/synthetic-data-report.md.</remarks>
public sealed record SyntheticDataReport(
    int TrainRows,
    int HoldoutRows,
    int SyntheticRows,
    ulong Seed,
    TableQuality Quality,
    TableQuality HoldoutQuality,
    DetectionFigures Detection,
    PrivacyFigures Privacy,
    ViolationFigures Violations,
    ViolationFigures HoldoutViolations)
{
    /// <summary>Columns that were left out: those that only name rows, and those of <see cref="SyntheticReportOptions.Ignored"/>.</summary>
    public ImmutableArray<string> Ignored { get; init; } = [];

    /// <summary>What models trained on synthetic rows are worth; null without a target.</summary>
    public UtilityFigures? Utility { get; init; }

    /// <summary>What a Gaussian copula reaches; null where it was left out.</summary>
    public CopulaFigures? Copula { get; init; }

    /// <summary>Distribution of each column in training rows and synthetic ones.</summary>
    public ImmutableArray<ColumnDistribution> Distributions { get; init; } = [];

    /// <summary>
    /// Strength of the dependence of each pair of columns in training rows, a row of the matrix after the other: Pearson's correlation of
    /// two columns of numbers, the correlation ratio of a number and a category, Cramer's V of two categories; 0 where one is constant.
    /// </summary>
    public ImmutableArray<double> RealAssociations { get; init; } = [];

    /// <summary>The same in synthetic rows.</summary>
    public ImmutableArray<double> SyntheticAssociations { get; init; } = [];

    /// <summary>The figures in words, by thresholds.</summary>
    public ImmutableArray<Verdict> Verdicts => Evaluation.Verdicts.Of(this);

    /// <summary>Judges a synthetic table.</summary>
    /// <param name="train">The rows that it was made from.</param>
    /// <param name="holdout">Rows of the same table that took no part in making it.</param>
    /// <param name="synthetic">The synthetic rows: columns of the same names and kinds.</param>
    /// <param name="options">Target, seed and limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// A table lacks a column of the training table, has it in another kind or has no rows; the target is not a column, or takes but one
    /// value in the training rows.
    /// </exception>
    public static SyntheticDataReport Of(
        IDataView train, IDataView holdout, IDataView synthetic, SyntheticReportOptions? options = null) =>
        Of(TableColumn.AllOf(train), TableColumn.AllOf(holdout), TableColumn.AllOf(synthetic), options);

    /// <inheritdoc cref="Of(IDataView, IDataView, IDataView, SyntheticReportOptions?)"/>
    public static SyntheticDataReport Of(
        IReadOnlyList<TableColumn> train,
        IReadOnlyList<TableColumn> holdout,
        IReadOnlyList<TableColumn> synthetic,
        SyntheticReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(holdout);
        ArgumentNullException.ThrowIfNull(synthetic);
        options ??= new();
        var work = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = options.CancellationToken,
        };
        string[] ignored = [.. train.Where(column => options.Ignored.Contains(column.Name) || column.NamesRows)
            .Select(column => column.Name)];
        train = [.. train.Where(column => !ignored.Contains(column.Name))];
        holdout = TableQuality.Partners(train, holdout, nameof(holdout));
        synthetic = TableQuality.Partners(train, synthetic, nameof(synthetic));
        CodedTable[] tables = CodedTable.Of(train, holdout, synthetic);
        int target = TargetOf(tables[0], options.Target);
        var range = new TableRange(tables[0]);
        CodedTable known = tables[0].Some(options.MaxRows, Use(0)), other = tables[1].Some(options.MaxRows, Use(1));
        CodedTable drawn = tables[2].Some(options.MaxRows, Use(2));
        options.CancellationToken.ThrowIfCancellationRequested();

        var figures = new ReportWork();
        CodedTable? copula = options.Copula ? new GaussianCopula(known, target).Draw(drawn.Rows, Use(3)) : null;
        var detection = new Detection(known, drawn, Use(4), Use(5));
        Func<double>[] boosted = [.. Enumerable.Range(0, Evaluation.Detection.Folds).Select(
            fold => figures.Add(() => detection.Of(fold, boosted: true)))];
        Func<double>[] linear = [.. Enumerable.Range(0, Evaluation.Detection.Folds).Select(
            fold => figures.Add(() => detection.Of(fold, boosted: false)))];
        Prediction? prediction = target < 0 ? null : new(known, other, target);
        Func<LearnerFigures>? boostedUtility = Utility(boosted: true), linearUtility = Utility(boosted: false);
        Func<double>? boostedCopula = Rival(boosted: true), linearCopula = Rival(boosted: false);
        figures.Run(work, options.Progress);

        TableQuality? copulaQuality = copula is null ? null : TableQuality.Of(train, copula.AsColumns());
        return new(
            tables[0].Rows,
            tables[1].Rows,
            tables[2].Rows,
            options.Seed,
            TableQuality.Of(train, synthetic),
            TableQuality.Of(train, holdout),
            new(linear.Average(fold => fold()), boosted.Average(fold => fold())),
            Closeness.Of(known, other, drawn, Use(6), work),
            range.Violations(tables[2]),
            range.Violations(tables[1]))
        {
            Utility = prediction is null ? null
                : new(options.Target!, prediction.Measure, linearUtility!(), boostedUtility!()),
            Copula = copulaQuality is null ? null
                : new(copulaQuality.Shapes, copulaQuality.Trends, linearCopula?.Invoke(), boostedCopula?.Invoke()),
            Ignored = [.. ignored],
            Distributions = ColumnDistribution.Of(tables[0], tables[2]),
            RealAssociations = Association.Of(known, options.CancellationToken),
            SyntheticAssociations = Association.Of(drawn, options.CancellationToken),
        };

        ulong Use(int use) => RandomUse.TableReport(options.Seed, use);

        Func<LearnerFigures>? Utility(bool boosted)
        {
            if (prediction is null)
            {
                return null;
            }

            Func<double> augmented = figures.Add(() => prediction.Of(known.With(drawn), boosted));
            Func<double> real = figures.Add(() => prediction.Of(known, boosted)), alone = figures.Add(() => prediction.Of(drawn, boosted));
            return () => new(real(), alone(), augmented());
        }

        Func<double>? Rival(bool boosted) =>
            prediction is null || copula is null ? null : figures.Add(() => prediction.Of(copula, boosted));
    }

    /// <summary>Reads a report that <see cref="WriteJson"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file holds no report.</exception>
    public static SyntheticDataReport ReadJson(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ReportJson.Default.SyntheticDataReport)
                ?? throw new InvalidDataException($"File '{path}': expected a report, got null.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"File '{path}': expected a report as JSON, got something else. {wrong.Message}", wrong);
        }
    }

    /// <summary>Writes all figures as JSON.</summary>
    /// <param name="path">The file, which is replaced as a whole where there is one.</param>
    public void WriteJson(string path)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, ReportJson.Default.SyntheticDataReport);
        WholeFile.Write(path, stream => stream.Write(json));
    }

    /// <summary>
    /// Writes one page that needs nothing else: the verdict in words, all figures, the distribution of each column and the dependences of
    /// all pairs, real beside synthetic.
    /// </summary>
    /// <param name="path">The file, which is replaced as a whole where there is one.</param>
    public void SaveHtml(string path)
    {
        byte[] html = Encoding.UTF8.GetBytes(SyntheticPage.Html(this));
        WholeFile.Write(path, stream => stream.Write(html));
    }

    /// <summary>The figures as a few lines of text.</summary>
    public override string ToString()
    {
        string text = Line("rows: training, holdout, synthetic", $"{TrainRows}, {HoldoutRows}, {SyntheticRows}");
        text += Line("shapes (holdout)", $"{Quality.Shapes:F3} ({HoldoutQuality.Shapes:F3})");
        text += Line("trends (holdout)", $"{Quality.Trends:F3} ({HoldoutQuality.Trends:F3})");
        if (Utility is { } utility)
        {
            text += Line($"{utility.Measure}: real, synthetic, both; linear", Learner(utility.Linear));
            text += Line($"{utility.Measure}: real, synthetic, both; boosted", Learner(utility.Boosted));
        }

        text += Line("detection AUC: linear, boosted", $"{Detection.Linear:F3}, {Detection.Boosted:F3}");
        text += Line("distance ratio", $"{Privacy.DistanceRatio:F3}");
        text += Line("closer share", $"{Privacy.CloserShare:F3}");
        text += Line("copies (holdout)", $"{Privacy.Copies:P2} ({Privacy.HoldoutCopies:P2})");
        text += Line("rows with violations (holdout)", $"{Violations.Rows:P2} ({HoldoutViolations.Rows:P2})");
        if (Copula is { } copula)
        {
            text += Line("Gaussian copula: shapes, trends", $"{copula.Shapes:F3}, {copula.Trends:F3}");
            text += copula.Linear is null ? "" : Line("Gaussian copula: linear, boosted", $"{copula.Linear:F3}, {copula.Boosted:F3}");
        }

        return text;

        static FormattableString Learner(LearnerFigures figures) => $"{figures.Real:F3}, {figures.Synthetic:F3}, {figures.Augmented:F3}";
        static string Line(string name, FormattableString value) => $"{name,-46}{value.ToString(CultureInfo.InvariantCulture)}\n";
    }

    private static int TargetOf(CodedTable train, string? target)
    {
        if (target is null)
        {
            return -1;
        }

        int column = Array.FindIndex(train.Columns, column => column.Name == target);
        if (column < 0)
        {
            throw new ArgumentException(
                $"Option 'Target': expected a column of the training table, got '{target}'. It has " +
                $"{string.Join(", ", train.Columns.Select(column => column.Name))}.",
                nameof(target));
        }

        int values = train.Columns[column].Cells.Where(cell => !double.IsNaN(cell)).Distinct().Take(2).Count();
        return values == 2 ? column : throw new ArgumentException(
            $"Column '{target}': expected at least two values in the training rows, got {values}.", nameof(target));
    }
}
