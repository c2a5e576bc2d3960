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

        string[] links = [.. Regex.Matches(html, "(?:src|href)=\"(.*?)\"").Select(match => match.Groups[1].Value)];
        Assert.HasCount(1, links);
        byte[] png = Convert.FromBase64String(links[0]["data:image/png;base64,".Length..]);
        CollectionAssert.AreEqual("PNG"u8.ToArray(), png[1..4]);
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

    private static BmVaeModel Train(PriorKind prior) =>
        new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, Options)
            .Train(Data, VaeArchitecture.Mlp(Pixels, [32], Latents, prior), prior, seed: 1);
}
