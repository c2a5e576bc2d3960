namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class BeyondRangeTests
{
    private static readonly Likelihood Mixed = new(new BernoulliSlots(2), new GaussianSlots(2), new CategoricalSlots(2));

    /// <summary>Slots: 10 to 30; always 5; mean 1 and deviation 2; always 0; categories.</summary>
    private static readonly BeyondRange Beyond = new(new([10, 5, 1, 0, 0, 0], [20, 0, 2, 0, 1, 1], Mixed), Mixed);

    [TestMethod]
    [DataRow(0, 10f, 0.0)]
    [DataRow(0, 30f, 0.0)]
    [DataRow(0, 50f, 6.0)]
    [DataRow(0, 0f, 1.5)]
    [DataRow(0, float.NaN, 0.0)]
    [DataRow(1, 5f, 0.0)]
    [DataRow(1, 5.05f, 0.5)]
    [DataRow(1, 4.9f, 2.0)]
    [DataRow(2, 1e6f, 0.0)] // never clipped: the reconstruction sees it
    [DataRow(3, 0.01f, 0.5)]
    [DataRow(3, 1f, 5000.0)]
    [DataRow(4, -1f, 6.0)]
    [DataRow(5, 3f, 24.0)]
    public void ADistanceFromTheRangeCountsByItsSquare(int slot, float value, double nats) =>
        Assert.AreEqual(nats, Beyond.Nats(slot, value), 1e-4 * Math.Max(1, nats));

    [TestMethod]
    public void TheFarthestValueIsStillANumber() =>
        Assert.IsTrue(double.IsFinite(Beyond.Nats(0, float.MaxValue) + Beyond.Nats(1, float.MinValue)));

    [TestMethod]
    public void EveryMeasureCountsWhatTheEncoderDoesNotSee()
    {
        BmVaeModel model = TestModels.Random(pixels: 4, latents: 3);
        float[] rows = new float[120 * 4], edge = [1, 1, 0, 0], far = [1, 1000, 0, -1e6f];
        new UniformStream(7, 1).Fill(rows);
        var calibration = OutlierCalibration.Measure(model, rows, rows);
        foreach (OutlierMeasure measure in Enum.GetValues<OutlierMeasure>())
        {
            var scorer = new OutlierScorer(model, calibration, measure);
            Assert.IsGreaterThan(1e6, scorer.Score(far)[0] - scorer.Score(edge)[0], $"{measure}");
            Assert.AreEqual(1 / 121.0, scorer.PValue(scorer.Score(far)[0]), 1e-9, $"{measure}");
        }
    }
}
