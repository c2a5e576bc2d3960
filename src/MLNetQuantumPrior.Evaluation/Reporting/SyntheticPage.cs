using System.Globalization;
using System.Net;
using System.Text;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A report on a synthetic table as one page: pictures are inside it, and nothing is fetched.</summary>
internal static class SyntheticPage
{
    private const string Style =
        "body{font:15px sans-serif;max-width:1320px;margin:2em auto;padding:0 1em;color:#222}h2{margin-top:1.8em}"
        + "table{border-collapse:collapse}td,th{padding:3px 12px;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}"
        + "td.n,th.n{text-align:right}.good{color:#2e8b57}.fair{color:#b07900}.poor{color:#b00020}svg{margin:4px}"
        + ".key span{display:inline-block;width:12px;height:12px;margin:0 6px 0 14px}";

    private const string Privacy =
        "<p>These figures look for synthetic rows that repeat training rows or lie suspiciously close to them. They find careless copies. "
        + "They do not prove privacy: this is not differential privacy, nothing here bounds what can be learned about a person from all "
        + "rows together, and a rare person may still be recognised by a rare combination of values. Where the training table is secret, "
        + "have the synthetic one judged as a release of data about the people in it.</p>";

    public static string Html(SyntheticDataReport report)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\"><title>Synthetic data report</title>");
        page.Append($"<style>{Style}</style></head><body><h1>Synthetic data report</h1>\n");
        page.Append(Invariant($"<p>{report.SyntheticRows:N0} synthetic rows, made from {report.TrainRows:N0} training rows, judged with "));
        page.Append(Invariant($"{report.HoldoutRows:N0} holdout rows that took no part. Seed {report.Seed}.</p>\n"));
        if (!report.Ignored.IsEmpty)
        {
            page.Append($"<p>Columns left out: {Text(string.Join(", ", report.Ignored))}.</p>\n");
        }

        AppendVerdicts(page, report.Verdicts);
        AppendFigures(page, report);
        AppendColumns(page, report);
        AppendMaps(page, report);
        AppendViolations(page, report);
        page.Append("<h2>Privacy: what the figures promise, and what they do not</h2>").Append(Privacy);
        return page.Append("</body></html>\n").ToString();
    }

    private static void AppendVerdicts(StringBuilder page, ImmutableArray<Verdict> verdicts)
    {
        int good = verdicts.Count(verdict => verdict.Grade == Grade.Good), poor = verdicts.Count(verdict => verdict.Grade == Grade.Poor);
        page.Append(Invariant($"<h2>Verdict</h2><p><b>{good} of {verdicts.Length} measures are good, {poor} poor.</b></p><table>"));
        foreach (Verdict verdict in verdicts)
        {
            string grade = verdict.Grade.ToString();
            page.Append($"<tr><th>{Text(verdict.Measure)}</th><td class=\"{grade.ToLowerInvariant()}\">&#9679; {grade}</td>");
            page.Append($"<td>{Text(verdict.Words)}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void AppendFigures(StringBuilder page, SyntheticDataReport report)
    {
        CopulaFigures? copula = report.Copula;
        page.Append("<h2>Figures</h2><table><tr><th></th><th class=\"n\">synthetic</th><th class=\"n\">real</th>");
        page.Append("<th class=\"n\">Gaussian copula</th><th></th></tr>\n");
        Row("Shapes", report.Quality.Shapes, report.HoldoutQuality.Shapes, copula?.Shapes, "likeness of each column; real: holdout rows");
        Row("Trends", report.Quality.Trends, report.HoldoutQuality.Trends, copula?.Trends, "likeness of each pair of columns");
        Row(
            "Missing cells",
            report.Quality.Columns.Average(column => column.MissingCells),
            report.HoldoutQuality.Columns.Average(column => column.MissingCells),
            null,
            "likeness of the shares of missing cells");
        if (report.Utility is { } utility)
        {
            string measure = $"{utility.Measure} of {utility.Target}";
            Row(
                $"{measure}, linear",
                utility.Linear.Synthetic,
                utility.Linear.Real,
                copula?.Linear,
                "trained on these rows, tested on holdout rows");
            Row($"{measure}, boosted", utility.Boosted.Synthetic, utility.Boosted.Real, copula?.Boosted, "the same, boosted trees");
            Row($"{measure}, linear, added", utility.Linear.Augmented, null, null, "trained on real and synthetic rows together");
            Row($"{measure}, boosted, added", utility.Boosted.Augmented, null, null, "the same, boosted trees");
        }

        Row("Detection, linear", report.Detection.Linear, null, null, "AUC of telling rows from real ones; 0.5 is perfect");
        Row("Detection, boosted", report.Detection.Boosted, null, null, "the same, boosted trees");
        Row(
            "Distance to the closest training row",
            report.Privacy.MedianDistance,
            report.Privacy.HoldoutMedianDistance,
            null,
            "Gower's distance, median");
        Row("Distance ratio", report.Privacy.DistanceRatio, null, null, "synthetic over holdout; 1 is ideal");
        Row("Closer share", report.Privacy.CloserShare, null, null, "closer to a training than to a holdout row; 0.5 is ideal");
        Row("Copies", report.Privacy.Copies, report.Privacy.HoldoutCopies, null, "share of rows that equal a training row");
        Row("Rows with violations", report.Violations.Rows, report.HoldoutViolations.Rows, null, "share of rows");
        Row("&nbsp; numbers out of range", report.Violations.OutOfRange, report.HoldoutViolations.OutOfRange, null, "");
        Row("&nbsp; unseen categories", report.Violations.UnseenCategories, report.HoldoutViolations.UnseenCategories, null, "");
        Row("&nbsp; extra decimals", report.Violations.ExtraDecimals, report.HoldoutViolations.ExtraDecimals, null, "");
        Row("&nbsp; missing where none is", report.Violations.MissingCells, report.HoldoutViolations.MissingCells, null, "");
        Row("&nbsp; broken implications", report.Violations.Implications, report.HoldoutViolations.Implications, null, "");
        page.Append("</table>\n");

        void Row(string name, double synthetic, double? real, double? rival, string words) => page.Append(
            $"<tr><th>{(name[0] == '&' ? name : Text(name))}</th>{Number(synthetic)}{Number(real)}{Number(rival)}<td>{words}</td></tr>\n");
    }

    private static void AppendColumns(StringBuilder page, SyntheticDataReport report)
    {
        page.Append("<h2>Columns</h2><table><tr><th></th><th class=\"n\">shape</th><th class=\"n\">missing cells</th>");
        page.Append("<th class=\"n\">coverage</th><th class=\"n\">adherence</th></tr>\n");
        foreach (ColumnQuality column in report.Quality.Columns)
        {
            page.Append($"<tr><th>{Text(column.Name)}</th>{Number(column.Shape)}{Number(column.MissingCells)}");
            page.Append($"{Number(column.Coverage)}{Number(column.Adherence)}</tr>\n");
        }

        page.Append("</table><p class=\"key\">Share of rows: <span style=\"background:#a9cdea\"></span>real");
        page.Append("<span style=\"background:#d1495b\"></span>synthetic</p>\n");
        foreach (ColumnDistribution distribution in report.Distributions)
        {
            ReportPage.AppendChart(page, DistributionChart.ToSvg(distribution));
        }
    }

    private static void AppendMaps(StringBuilder page, SyntheticDataReport report)
    {
        ImmutableArray<string> names = [.. report.Quality.Columns.Select(column => column.Name)];
        (ImmutableArray<double> real, ImmutableArray<double> synthetic) = (report.RealAssociations, report.SyntheticAssociations);
        page.Append("<h2>Dependences</h2><p>Correlation of numbers, correlation ratio of a number and a category, Cramer's V of ");
        page.Append("categories: blue above 0, red below.</p>\n");
        page.Append(AssociationMap.ToSvg("Real", names, real));
        page.Append(AssociationMap.ToSvg("Synthetic", names, synthetic));
        page.Append(AssociationMap.ToSvg("Synthetic less real", names, [.. synthetic.Zip(real, (drawn, known) => drawn - known)]));
    }

    private static void AppendViolations(StringBuilder page, SyntheticDataReport report)
    {
        if (report.Violations.Broken.IsEmpty)
        {
            return;
        }

        page.Append("<h2>Values that never come together in training rows</h2>");
        page.Append("<table><tr><th></th><th></th><th class=\"n\">rows</th></tr>\n");
        foreach (BrokenImplication broken in report.Violations.Broken)
        {
            page.Append($"<tr><td>{Text(broken.First)}</td><td>{Text(broken.Second)}</td>");
            page.Append(Invariant($"<td class=\"n\">{broken.Rows}</td></tr>\n"));
        }

        page.Append("</table>\n");
    }

    private static string Number(double? value) =>
        $"<td class=\"n\">{value?.ToString("0.000", CultureInfo.InvariantCulture)}</td>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
