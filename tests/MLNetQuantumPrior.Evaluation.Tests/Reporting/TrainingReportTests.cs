using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation.Tests;

[TestClass]
public sealed class TrainingReportTests
{
    private const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side, Latents = 6;

    private static readonly FeatureMatrix Data = BarsAndStripes.Rows(copies: 10);
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 20, BatchSize = 4, Chains = 32, LearningRate = 2e-3, ValidationFraction = 0.2,
    };
    private static readonly BmVaeModel Model = Train(PriorKind.Boltzmann);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}");

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void ThePageHoldsItsPicturesAndFetchesNothing()
    {
        TrainingReport.Of(Model, Data).Save(_folder, BarsAndStripes.Side, BarsAndStripes.Side);

        string html = File.ReadAllText(Path.Combine(_folder, "training.html"));
        string[] charts = [.. Regex.Matches(html, "<svg.*?</svg>", RegexOptions.Singleline).Select(match => match.Value)];
        Assert.HasCount(10, charts); // reconstruction, KL, ELBO, log Z, energy, KL weight, R-hat, share, energies, latents
        foreach (string chart in charts)
        {
            XDocument.Parse(chart);
        }

        string[] names = [.. Regex.Matches(html, "id=\"(.*?)\"").Select(match => match.Groups[1].Value)];
        CollectionAssert.AllItemsAreUnique(names);
        string[] used = [.. Regex.Matches(html, @"url\(#(.*?)\)").Select(match => match.Groups[1].Value)];
        Assert.IsEmpty(used.Except(names));

        CollectionAssert.AreEqual("PNG"u8.ToArray(), Picture(html)[1..4]);
    }

    [TestMethod]
    [DataRow(0f, 1f, 0f, 1f)]
    [DataRow(0f, 255f, 0f, 255f)]
    [DataRow(10f, 180f, 0f, 255f, DisplayName = "pixels of 10 to 190")]
    [DataRow(-1f, 2f, -1f, 1f)]
    [DataRow(0f, 65_535f, 0f, 65_535f)]
    public void ThePictureIsRightForPixelsOfAnyRange(float offset, float unit, float black, float white)
    {
        TrainingReport report = TrainingReport.Of(Model.With(Scaling(Pixels, offset, unit), []), Data);
        report.Save(_folder, BarsAndStripes.Side, BarsAndStripes.Side);

        ExpectSamples(report, channels: 1, black, white);
    }

    [TestMethod]
    public void ThePictureHasColours()
    {
        var data = new FeatureMatrix(Likelihood.Bernoulli(3 * Pixels), [.. Enumerable.Range(0, Data.Rows).SelectMany(row =>
            Data[row].ToArray().SelectMany(_ => new float[3]).Select((_, i) => i < Pixels ? Data[row][i] : i < 2 * Pixels ? 0.5f : 0))]);
        BmVaeModel model = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler(), Options with { Epochs = 2 })
            .Train(data, VaeArchitecture.Mlp(3 * Pixels, [32], Latents), PriorKind.Boltzmann, seed: 1);
        TrainingReport report = TrainingReport.Of(model.With(Scaling(3 * Pixels, 0, 255), []), data);
        report.Save(_folder, BarsAndStripes.Side, BarsAndStripes.Side);

        ExpectSamples(report, channels: 3, black: 0, white: 255);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => report.Save(_folder, BarsAndStripes.Side, 3)).Message,
            $"images of {BarsAndStripes.Side} x 3 pixels, grey or of three colours, got {3 * Pixels} values each");
    }

    [TestMethod]
    public void TheJsonHoldsTheFiguresOfTheTraining()
    {
        TrainingReport.Of(Model, Data).Save(_folder);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "training.json")));
        JsonElement epochs = json.RootElement.GetProperty("run").GetProperty("epochs");
        Assert.AreEqual(20, epochs.GetArrayLength());
        Assert.AreEqual(Model.Training!.Epochs[3].Kl, epochs[3].GetProperty("kl").GetDouble());
        Assert.AreEqual("boltzmann", json.RootElement.GetProperty("prior").GetString());
        Assert.AreEqual(Latents, json.RootElement.GetProperty("latents").GetProperty("variances").GetArrayLength());
        foreach (string name in new[] { "codeEnergies", "sampleEnergies" })
        {
            Assert.AreEqual(
                1, json.RootElement.GetProperty(name).GetProperty("shares").EnumerateArray().Sum(share => share.GetDouble()), 1e-9);
        }
    }

    [TestMethod]
    public void BoundsHaveLogZFromBothSides()
    {
        TrainingReport report = TrainingReport.Of(Model, Data, seed: 3);
        BmVaeMetrics metrics = report.Metrics!;
        Assert.AreEqual(ModelEvaluation.Measure(Model, Data, new() { ImportanceSamples = 10, Seed = 3 }), metrics);
        string exact = Page(report);
        StringAssert.Contains(
            exact, FormattableString.Invariant($"<tr><th>log Z</th><td>log Z {metrics.LogPartition.Value:F2} (exact)</td></tr>"));
        StringAssert.Contains(exact, FormattableString.Invariant($"<td>{metrics.Elbo:F2} nats</td>"));
        Assert.IsFalse(exact.Contains("class=\"warning\"", StringComparison.Ordinal));

        string page = Page(report with { Metrics = metrics with { Reconstruction = 70, Kl = 20, LogPartition = Sides(100, 100.75) } });
        StringAssert.Contains(page, "<td>log Z between 100.00 and 100.75 (standard errors 0.10 and 0.10)</td>");
        StringAssert.Contains(page, "<td>between -90.75 and -90.00 nats</td>");
        StringAssert.Contains(page, "<p class=\"warning\">log Z is known to 0.75 nats only (100.00 from below, 100.75 from above)");
        StringAssert.Contains(page, "EvaluationOptions.Annealing");

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "training.json")));
        JsonElement logZ = json.RootElement.GetProperty("metrics").GetProperty("logPartition");
        Assert.AreEqual(100.75, logZ.GetProperty("above").GetProperty("value").GetDouble());
        Assert.AreEqual(100, logZ.GetProperty("ends").GetProperty("low").GetDouble());

        LogPartitionEstimate below = Sides(100, 100) with { Above = null };
        StringAssert.Contains(
            Page(report with { Metrics = metrics with { Reconstruction = 70, Kl = 20, LogPartition = below } }),
            "<td>-90.00 nats with log Z from below only</td>");
        StringAssert.Contains(Page(report with { Metrics = null }), "<h1>Training report</h1>");
        Assert.IsFalse(File.ReadAllText(Path.Combine(_folder, "training.json")).Contains("metrics", StringComparison.Ordinal));

        string Page(TrainingReport shown)
        {
            shown.Save(_folder);
            return File.ReadAllText(Path.Combine(_folder, "training.html"));
        }

        static LogPartitionEstimate Sides(double below, double above) =>
            new(below, 0.1, 100, LogPartitionMethod.AnnealedImportanceSampling)
            {
                Above = new(above, 0.1, 100, LogPartitionMethod.BackwardsAnnealing),
            };
    }

    [TestMethod]
    public void GaussianModelsHaveNoEnergies()
    {
        TrainingReport report = TrainingReport.Of(Train(PriorKind.Gaussian), Data);
        report.Save(_folder, BarsAndStripes.Side, BarsAndStripes.Side);

        Assert.IsNull(report.CodeEnergies);
        Assert.IsTrue(report.Latents.ActiveShare > 0);
        Assert.IsFalse(File.ReadAllText(Path.Combine(_folder, "training.html")).Contains("R-hat", StringComparison.Ordinal));
    }

    [TestMethod]
    public void HistogramsShareTheirBins()
    {
        Directory.CreateDirectory(_folder);
        (Histogram first, Histogram second) = Histogram.Of([0, 1, 1.5, 4], [2, 2, 2.5, 3.9], bins: 4);

        Assert.AreEqual((0.0, 1.0), (first.Low, first.BinWidth));
        CollectionAssert.AreEqual(new[] { 0.25, 0.5, 0, 0.25 }, first.Shares.ToArray());
        CollectionAssert.AreEqual(new[] { 0, 0, 0.75, 0.25 }, second.Shares.ToArray());
    }

    private void ExpectSamples(TrainingReport report, int channels, float black, float white)
    {
        DecodedPng png = DecodedPng.Of(Picture(File.ReadAllText(Path.Combine(_folder, "training.html"))));
        Assert.AreEqual(channels, png.Channels);
        for (int i = 0; i < Pixels; i++)
        {
            byte[] got = png.At(2 + (2 * (i % BarsAndStripes.Side)), 2 + (2 * (i / BarsAndStripes.Side))); // the first image, zoom 2
            for (int channel = 0; channel < channels; channel++)
            {
                double expected = 255 * (report.Samples.Span[(channel * Pixels) + i] - black) / (white - black);
                Assert.AreEqual(expected, got[channel], 0.51);
            }
        }
    }

    private static byte[] Picture(string html)
    {
        string[] links = [.. Regex.Matches(html, "(?:src|href)=\"(.*?)\"").Select(match => match.Groups[1].Value)];
        Assert.HasCount(1, links);
        return Convert.FromBase64String(links[0]["data:image/png;base64,".Length..]);
    }

    private static SlotScaling Scaling(int slots, float offset, float unit) =>
        new([.. Enumerable.Repeat(offset, slots)], [.. Enumerable.Repeat(unit, slots)]);

    private static BmVaeModel Train(PriorKind prior) =>
        new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, Options)
            .Train(Data, VaeArchitecture.Mlp(Pixels, [32], Latents, prior), prior, seed: 1);
}
