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
    public void ReconstructionIsTheDivergenceOfTheMostLikelyCodeFromTheRow()
    {
        double[] scores = Scores(OutlierMeasure.Reconstruction);
        float[] p = new float[Pixels];
        for (int row = 0; row < 20; row++)
        {
            Model.Decode([.. Logits(row).Select(l => l > 0 ? 1f : 0f)], p);
            double nats = -p.Zip(
                HeldOut.Skip(row * Pixels), (q, x) => (x * Math.Log(q / x)) + ((1 - x) * Math.Log((1 - q) / (1 - x)))).Sum();
            Assert.AreEqual(nats, scores[row], 1e-5);
        }
    }

    [TestMethod]
    [DataRow(OutlierMeasure.Combined, OutlierMeasure.Divergence, OutlierCalibration.FewestHeldOut)]
    [DataRow(OutlierMeasure.CombinedEnergy, OutlierMeasure.PriorEnergy, 99)]
    [DataRow(OutlierMeasure.Combined, OutlierMeasure.Divergence, OutlierCalibration.FewestHeldOut - 1)]
    public void CombinedTermsAreStandardisedOnHeldOutRowsOrWhereTheyAreTooFewOnTrainingRows(
        OutlierMeasure sum, OutlierMeasure other, int held)
    {
        float[] heldOut = HeldOut[..(held * Pixels)], rows = held < OutlierCalibration.FewestHeldOut ? Training : heldOut;
        var calibration = OutlierCalibration.Measure(Model, Training, heldOut);
        double[] Of(OutlierMeasure measure) => new OutlierScorer(Model, calibration, measure).Score(rows);
        double[] reconstruction = Of(OutlierMeasure.Reconstruction), energy = Of(other), combined = Of(sum);

        double Variance(double[] x) => x.Sum(value => Math.Pow(value - x.Average(), 2)) / (x.Length - 1);
        double r0 = reconstruction.Average(), e0 = energy.Average();
        double covariance = reconstruction.Zip(energy, (r, e) => (r - r0) * (e - e0)).Sum() / (energy.Length - 1);

        double first = Math.Max(1, Variance(reconstruction)), second = Math.Max(1, Variance(energy)); // no unit below a nat
        double expected = (Variance(reconstruction) / first) + (Variance(energy) / second) + (2 * covariance / Math.Sqrt(first * second));
        Assert.AreEqual(0, combined.Average(), 1e-6);
        Assert.AreEqual(expected, Variance(combined), 1e-6);
    }

    [TestMethod]
    public void DivergenceIsTheKlOfTheCodeWithoutLogZ()
    {
        double[] scores = Scores(OutlierMeasure.Divergence), free = Scores(OutlierMeasure.FreeEnergy);
        double[] reconstructions = Scores(OutlierMeasure.Reconstruction);
        for (int row = 0; row < scores.Length; row++)
        {
            Assert.AreEqual(free[row] - reconstructions[row], scores[row], 1e-5);
        }
    }

    [TestMethod]
    public void MahalanobisIsTheDistanceInUnitsOfTheCovarianceOfTrainingCodes()
    {
        const int rows = 300;
        double[][] means = [.. Enumerable.Range(0, rows).Select(row => Means(Training.AsSpan(row * Pixels, Pixels)))];
        double[] centre = [.. Enumerable.Range(0, Latents).Select(i => means.Average(m => m[i]))];
        double[,] covariance = new double[Latents, Latents];
        double trace = Enumerable.Range(0, Latents).Sum(i => means.Average(m => Math.Pow(m[i] - centre[i], 2)));
        for (int i = 0; i < Latents; i++)
        {
            for (int j = 0; j < Latents; j++)
            {
                covariance[i, j] = 0.98 * means.Average(m => (m[i] - centre[i]) * (m[j] - centre[j]));
                covariance[i, j] += i == j ? 0.02 * trace / Latents : 0;
            }
        }

        double[] scores = Scores(OutlierMeasure.Mahalanobis);
        for (int row = 0; row < 20; row++)
        {
            double[] difference = [.. Means(HeldOut.AsSpan(row * Pixels, Pixels)).Zip(centre, (m, c) => m - c)];
            double expected = difference.Zip(Solve(covariance, difference), (d, y) => d * y).Sum();
            Assert.AreEqual(expected, scores[row], 1e-4 * expected);
        }

        static double[] Means(ReadOnlySpan<float> row)
        {
            float[] logits = new float[Latents];
            Model.Encode(row, logits);
            return Array.ConvertAll(logits, l => Math.Tanh(l / 2.0));
        }

        // Gaussian elimination; the matrix is positive definite.
        static double[] Solve(double[,] matrix, double[] right)
        {
            double[,] a = (double[,])matrix.Clone();
            double[] x = [.. right];
            for (int k = 0; k < Latents; k++)
            {
                for (int i = 0; i < Latents; i++)
                {
                    double factor = i == k ? 0 : a[i, k] / a[k, k];
                    for (int j = 0; j < Latents; j++)
                    {
                        a[i, j] -= factor * a[k, j];
                    }

                    x[i] -= factor * x[k];
                }
            }

            return [.. x.Select((value, i) => value / a[i, i])];
        }
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
