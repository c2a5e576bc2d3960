using System.Globalization;
using System.Net;
using System.Text;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A training report as one page: pictures are inside it, and nothing is fetched.</summary>
internal static class ReportPage
{
    private const string Style =
        "body{font:15px sans-serif;max-width:1320px;margin:2em auto;color:#222}svg{width:640px;margin:6px}table{border-collapse:collapse}"
        + "td,th{padding:3px 12px;border-bottom:1px solid #ddd;text-align:left}.warning{color:#b00020}img{image-rendering:pixelated}";

    public static string Html(TrainingReport report, int imageHeight, int imageWidth)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Training report</title>");
        page.Append($"<style>{Style}</style></head><body><h1>Training report</h1>\n");
        AppendSummary(page, report);
        AppendCurves(page, report.Run.Epochs);
        if (report is { CodeEnergies: { } codes, SampleEnergies: { } samples })
        {
            string title = Invariant(
                $"Energies from {codes.Low:F1} to {codes.Low + (codes.BinWidth * codes.Shares.Length):F1} nats, share per bin");
            AppendChart(
                page, LineChart.ToSvg(title, "bin", new("codes of rows", codes.Shares), new("draws from the prior", samples.Shares)));
        }

        ImmutableArray<double> usage = [.. report.Latents.Variances.OrderDescending()];
        AppendChart(page, LineChart.ToSvg(
            "Variance of each latent's mean over rows, the largest first", "latent", new ChartLine("variance", usage)));
        if (!report.Samples.IsEmpty && imageHeight > 0 && imageWidth > 0)
        {
            string png = Convert.ToBase64String(Picture(report, imageHeight, imageWidth));
            page.Append($"<h2>Draws from the prior, decoded</h2><img alt=\"samples\" src=\"data:image/png;base64,{png}\">");
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static byte[] Picture(TrainingReport report, int height, int width)
    {
        int channels = report.SampleSize / (height * width);
        if (channels is not (1 or 3) || channels * height * width != report.SampleSize)
        {
            throw new ArgumentException(
                $"Samples: expected images of {height} x {width} pixels, grey or of three colours, got {report.SampleSize} values each.");
        }

        (float lowest, float highest) = report.Shades;
        float[] shades = [.. report.Samples.ToArray().Select(value => value - lowest)];
        float white = highest > lowest ? highest - lowest : 1;
        return ImageGrid.ToPng(shades, height, width, columns: 16, channels: channels, white: white);
    }

    private static void AppendSummary(StringBuilder page, TrainingReport report)
    {
        EpochReport last = report.Run.Epochs[^1];
        (string Name, string Value)[] rows =
        [
            ("Prior", $"{report.Prior}"),
            ("Seed", Invariant($"{report.Run.Seed}")),
            ("End",
                Invariant($"{report.Run.StopReason} after {report.Run.Epochs.Length} epochs and ") +
                Invariant($"{report.Run.Epochs.Sum(epoch => epoch.Seconds):F0} s; model of epoch {report.Run.ModelEpoch}")),
            ("Reconstruction, last epoch", Invariant($"{last.Reconstruction:F2} nats")),
            ("KL, last epoch", last.Kl is { } kl ? Invariant($"{kl:F2} nats") : "not known"),
            ("ELBO, last epoch", last.Elbo is { } elbo ? Invariant($"{elbo:F2} nats") : "not known"),
            .. Bounds(report.Metrics),
            ("Active latents", Invariant($"{100 * report.Latents.ActiveShare:F0} % of {report.Latents.Variances.Length}")),
        ];
        page.Append("<table>");
        foreach ((string name, string value) in rows)
        {
            page.Append($"<tr><th>{name}</th><td>{WebUtility.HtmlEncode(value)}</td></tr>");
        }

        page.Append("</table>\n");
        foreach (EpochReport epoch in report.Run.Epochs.Where(epoch => epoch.Boltzmann?.Warning is not null))
        {
            page.Append(Invariant(
                $"<p class=\"warning\">Epoch {epoch.Epoch}: {WebUtility.HtmlEncode(epoch.Boltzmann!.Warning)}.</p>"));
        }

        foreach (string warning in ((string?[])[report.Run.PriorCheck?.Warning, report.Metrics?.Warning]).OfType<string>())
        {
            page.Append(Invariant($"<p class=\"warning\">{WebUtility.HtmlEncode(warning)}.</p>"));
        }
    }

    private static (string Name, string Value)[] Bounds(BmVaeMetrics? metrics) => metrics is null ? [] :
    [
        ("log Z", $"{metrics.LogPartition}"),
        (Invariant($"ELBO, {metrics.Rows} rows"), Between(metrics.ElboEnds)),
        (Invariant($"Bound on log p(x), {metrics.ImportanceSamples} samples a row"), Between(metrics.ImportanceWeightedBoundEnds)),
    ];

    private static string Between(NatsInterval ends) => ends.Width == 0 ? Invariant($"{ends.Low:F2} nats")
        : double.IsFinite(ends.Low) ? Invariant($"between {ends.Low:F2} and {ends.High:F2} nats")
        : Invariant($"{ends.High:F2} nats with log Z from below only");

    private static void AppendCurves(StringBuilder page, ImmutableArray<EpochReport> epochs)
    {
        Curve(
            "Reconstruction (nats)",
            ("training", epoch => epoch.Reconstruction), ("validation", epoch => epoch.ValidationReconstruction));
        Curve("KL (nats)", ("training", epoch => epoch.Kl), ("validation", epoch => epoch.ValidationKl));
        Curve("ELBO (nats)", ("training", epoch => epoch.Elbo), ("validation", epoch => epoch.ValidationElbo));
        Curve("log Z", ("log Z", epoch => epoch.Boltzmann?.LogPartition));
        Curve("Energy (nats)", ("codes", epoch => epoch.Boltzmann?.PosteriorEnergy), ("prior", epoch => epoch.Boltzmann?.ModelEnergy));
        Curve("Weight of the KL term", ("weight", epoch => epoch.KlWeight));
        Curve("R-hat of the prior's chains", ("R-hat", epoch => epoch.Boltzmann?.RHat));
        Curve("Effective share of the chains", ("share", epoch => epoch.Boltzmann?.EffectiveShare));

        void Curve(string title, params ReadOnlySpan<(string Name, Func<EpochReport, double?> Value)> lines)
        {
            var known = new List<ChartLine>();
            foreach ((string name, Func<EpochReport, double?> value) in lines)
            {
                double?[] values = [.. epochs.Select(value)];
                if (values.All(number => number is { } finite && double.IsFinite(finite)))
                {
                    known.Add(new(name, [.. values.Select(number => number!.Value)]));
                }
            }

            if (known.Count > 0)
            {
                AppendChart(page, LineChart.ToSvg(title, "epoch", [.. known]));
            }
        }
    }

    /// <summary>Charts number their clip paths from 1, but names are unique in a page.</summary>
    public static void AppendChart(StringBuilder page, string svg)
    {
        string chart = Invariant($"chart{page.Length}-");
        page.Append(svg
            .Replace("id=\"clipPath", $"id=\"{chart}", StringComparison.Ordinal)
            .Replace("url(#clipPath", $"url(#{chart}", StringComparison.Ordinal));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
