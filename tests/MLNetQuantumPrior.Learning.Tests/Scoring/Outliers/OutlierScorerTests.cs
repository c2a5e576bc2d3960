namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Scores of a small model against sums over all its codes.</summary>
[TestClass]
public sealed class OutlierScorerTests
{
    private const int Pixels = 4, Latents = 5;

    private static readonly BmVaeModel Model = TestModels.Random(Pixels, Latents);
    private static readonly float[] Training = Noise(300, stream: 1), HeldOut = Noise(99, stream: 2);
    private static readonly OutlierCalibration Calibration = OutlierCalibration.Measure(Model, Training, HeldOut);

    [TestMethod]
    public void EnergyIsTheExpectationOverAllCodesAndFreeEnergyTheElboWithoutLogZ()
    {
        double[] h = [.. Model.Prior.Fields.Select(field => (double)field)];
        double[] j = [.. Model.Prior.Couplings.Select(coupling => (double)coupling)];
        (int, int)[] edges = [.. Model.Prior.Graph.Edges.Select(edge => (edge.I, edge.J))];
        double[] energies = Scores(OutlierMeasure.PriorEnergy), reconstructions = Scores(OutlierMeasure.Reconstruction);
        double[] free = Scores(OutlierMeasure.FreeEnergy);
        for (int row = 0; row < 20; row++)
        {
            double[] logits = Logits(row);
            double energy = Enumeration.States(Latents).Sum(s => Enumeration.Probability(s, logits) * Enumeration.Energy(s, h, edges, j));

            Assert.AreEqual(energy, energies[row], 1e-5);
            Assert.AreEqual(Enumeration.Kl(logits, h, edges, j) - Enumeration.LogZ(h, edges, j), free[row] - reconstructions[row], 2e-5);
        }
    }

    [TestMethod]
    public void ReconstructionIsThatOfTheMostLikelyCode()
    {
        double[] scores = Scores(OutlierMeasure.Reconstruction);
        float[] p = new float[Pixels];
        for (int row = 0; row < 20; row++)
        {
            Model.Decode([.. Logits(row).Select(l => l > 0 ? 1f : 0f)], p);
            double nats = -p.Zip(HeldOut.Skip(row * Pixels), (q, x) => (x * Math.Log(q)) + ((1 - x) * Math.Log(1 - q))).Sum();
            Assert.AreEqual(nats, scores[row], 1e-5);
        }
    }

    [TestMethod]
    public void CombinedTermsAreStandardisedOnTrainingRows()
    {
        double[] Of(OutlierMeasure measure) => new OutlierScorer(Model, Calibration, measure).Score(Training);
        double[] reconstruction = Of(OutlierMeasure.Reconstruction), energy = Of(OutlierMeasure.PriorEnergy);
        double[] combined = Of(OutlierMeasure.Combined);

        double Variance(double[] x) => x.Sum(value => Math.Pow(value - x.Average(), 2)) / (x.Length - 1);
        double r0 = reconstruction.Average(), e0 = energy.Average();
        double covariance = reconstruction.Zip(energy, (r, e) => (r - r0) * (e - e0)).Sum() / (energy.Length - 1);

        Assert.AreEqual(0, combined.Average(), 1e-9);
        Assert.AreEqual(2 + (2 * covariance / Math.Sqrt(Variance(reconstruction) * Variance(energy))), Variance(combined), 1e-9);
    }

    [TestMethod]
    [DataRow(OutlierMeasure.Combined)]
    [DataRow(OutlierMeasure.FreeEnergy)]
    public void PValuesOfOrdinaryRowsAreUniformAndOfStrangeRowsSmall(OutlierMeasure measure)
    {
        // One new row for each calibration: rows that share one would not be independent.
        const int Repetitions = 4000, Rows = 20;
        float[] rows = Noise(Repetitions * Rows, stream: 3);
        double[] scores = new OutlierScorer(Model, Calibration, measure).Score(rows);
        double[] p = [.. Enumerable.Range(0, Repetitions).Select(k =>
            ConformalPValue.Of(scores[k * Rows], [.. scores[((k * Rows) + 1)..((k + 1) * Rows)].Order()]))];

        foreach (double level in new[] { 0.05, 0.25, 0.5, 0.75 })
        {
            double share = p.Count(value => value <= level + 1e-9) / (double)Repetitions;
            Assert.AreEqual(level, share, 4 * Math.Sqrt(level * (1 - level) / Repetitions));
        }

        var scorer = new OutlierScorer(Model, Calibration, measure);
        Assert.AreEqual(0.01, scorer.PValue(double.MaxValue), "the smallest that 99 rows can give");
        Assert.AreEqual(1, scorer.PValue(double.MinValue));
    }

    [TestMethod]
    public void ARowsScoreDoesNotDependOnTheRowsAroundIt()
    {
        var scorer = new OutlierScorer(Model, Calibration);
        double[] together = scorer.Score(Training);

        for (int row = 0; row < 300; row += 37)
        {
            Assert.AreEqual(together[row], scorer.Score(Training.AsSpan(row * Pixels, Pixels))[0]);
        }
    }

    [TestMethod]
    public void GaussianLatentsHaveTheEnergyOfTheStandardNormalLaw()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Pixels, [6], Latents, PriorKind.Gaussian);
        float[] parameters = new float[architecture.ParameterCount], rows = [0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 1];
        new UniformStream(5, 5).FillNormal(parameters, 0.7f);
        BmVaeModel model = BmVaeModel.Gaussian(architecture, parameters);
        OutlierCalibration calibration = OutlierCalibration.Measure(model, Training, rows);
        double Mean(OutlierMeasure measure) => new OutlierScorer(model, calibration, measure).Score(rows).Average();

        BmVaeMetrics metrics = ModelEvaluation.Measure(model, new(Pixels, rows), new() { ImportanceSamples = 1 });

        double kl = Mean(OutlierMeasure.FreeEnergy) - Mean(OutlierMeasure.Reconstruction) + (Latents * Math.Log(Math.Tau) / 2);
        Assert.AreEqual(metrics.Kl, kl, 1e-4);

        float[] codes = new float[3 * 2 * Latents];
        model.EncodeScaled(rows, codes);
        double energy = codes.Select((c, k) => k / Latents % 2 == 0 ? c * (double)c : Math.Exp(c)).Sum() / 2;
        Assert.AreEqual(energy / 3, Mean(OutlierMeasure.PriorEnergy), 1e-4);
    }

    [TestMethod]
    public void RowsThatAllLookAlikeGiveNoScale() =>
        Assert.ThrowsExactly<ArgumentException>(() => OutlierCalibration.Measure(Model, new float[2 * Pixels], HeldOut));

    private static double[] Scores(OutlierMeasure measure) => new OutlierScorer(Model, Calibration, measure).Score(HeldOut);

    private static double[] Logits(int row)
    {
        float[] logits = new float[Latents];
        Model.Encode(HeldOut.AsSpan(row * Pixels, Pixels), logits);
        return [.. logits.Select(l => (double)l)];
    }

    private static float[] Noise(int rows, ulong stream)
    {
        float[] values = new float[rows * Pixels];
        new UniformStream(7, stream).Fill(values);
        return values;
    }
}
