namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class OutlierFileTests
{
    private static readonly OutlierCalibration Outliers = new(
        new(90, 20), new(-3, 4), new(-13, 5), new(2, 1), [new(80, -4, 10, 1, 0), new(130, 2, 12, 2, 7), new(95, -1, 9, 3, 0)])
    {
        Codes = new([0.5f, -0.5f], [1, 0.25f, 2]),
    };

    private static readonly OutlierCalibration First = OutlierCalibration.Unmeasured with
    {
        Reconstruction = new(90, 20), PriorEnergy = new(-3, 4), HeldOut = [new(80, -4, 10), new(130, 2, 12), new(95, -1, 9)],
    };

    [TestMethod]
    public void AModelKeepsWhatOrdinaryRowsLookLike()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [], 2);
        BmVaeModel plain = TestModels.Of(architecture, new float[architecture.ParameterCount]), model = plain.With(Outliers);
        using var file = new MemoryStream();
        model.Save(file);

        OutlierCalibration loaded = BmVaeModel.Load(file).Outliers!;

        Assert.AreEqual(Outliers with { HeldOut = loaded.HeldOut, Codes = loaded.Codes }, loaded);
        CollectionAssert.AreEqual(Outliers.HeldOut, loaded.HeldOut);
        CollectionAssert.AreEqual(Outliers.Codes!.Mean, loaded.Codes!.Mean);
        CollectionAssert.AreEqual(Outliers.Codes!.Whitening, loaded.Codes!.Whitening);
        Assert.AreSame(Outliers, model.With(model.Scaling, ["a", "b", "c"]).Outliers, "what else is learned of a model leaves it alone");

        file.SetLength(0);
        plain.Save(file);
        Assert.IsNull(BmVaeModel.Load(file).Outliers);
    }

    [TestMethod]
    public void DamageIsNamed()
    {
        byte[] content = OutlierFile.Write(First), newer = OutlierFile.Write(Outliers);
        Assert.StartsWith("outliers.bin: expected it to begin with 'BMVO'", Damaged([1, .. content[1..]]));
        Assert.StartsWith("outliers.bin: expected it to begin with 'BMVO'", Damaged(content[..30]));
        Assert.StartsWith("outliers.bin: expected 40 bytes and 12 for each of 3 rows, got 64", Damaged(content[..64]));
        Assert.StartsWith("outliers.bin: expected finite means", Damaged([.. content[..12], .. new byte[8], .. content[20..]]));
        Assert.StartsWith("outliers.bin: expected it to begin with 'BMVO' or 'BMO2'", Damaged(newer[..70]));
        Assert.StartsWith("outliers.bin: expected 96 bytes and 20 for each of 3 rows, got 155", Damaged(newer[..155]));
        Assert.StartsWith(
            "outliers.bin: expected the covariance of 0 to 512 latents, got -1", Damaged([.. newer[..72], .. Whole(-1), .. newer[76..]]));
        Assert.StartsWith("outliers.bin: expected 96 bytes", Damaged([.. newer[..68], .. Whole(-3), .. newer[72..]]));
        Assert.StartsWith(
            "outliers.bin: expected finite terms", Damaged([.. newer[..76], .. BitConverter.GetBytes(float.NaN), .. newer[80..]]));

        static byte[] Whole(int value) => BitConverter.GetBytes(value);

        static string Damaged(byte[] content) => Assert.ThrowsExactly<InvalidDataException>(() => OutlierFile.Read(content)).Message;
    }

    /// <summary>Bytes of the release before: reconstructions were -log p(x|z), and the combined score took energies.</summary>
    [TestMethod]
    public void ACalibrationOfTheFirstVersionScoresAsItDid()
    {
        byte[] content =
        [
            .. "BMVO"u8, .. new[] { 3.0, 0.5, -1, 2 }.SelectMany(BitConverter.GetBytes), .. BitConverter.GetBytes(1),
            .. new[] { 3f, -2f, 1f }.SelectMany(BitConverter.GetBytes),
        ];
        BmVaeModel model = TestModels.Random(pixels: 4, latents: 3);
        float[] row = [0.3f, 0.6f, 1, 40]; // the last counts as 1, as it did
        float[] logits = new float[3], p = new float[4];
        model.Encode(row, logits);
        model.Decode([.. logits.Select(l => l > 0 ? 1f : 0f)], p);
        double loss = -p.Zip([0.3f, 0.6f, 1, 1], (q, x) => (x * Math.Log(q)) + ((1 - x) * Math.Log(1 - q))).Sum();

        OutlierCalibration first = OutlierFile.Read(content);
        double Score(OutlierMeasure measure) => new OutlierScorer(model, first, measure).Score(row)[0];

        double energy = Score(OutlierMeasure.PriorEnergy);
        Assert.AreEqual(loss, Score(OutlierMeasure.Reconstruction), 1e-5);
        Assert.AreEqual(((loss - 3) / 0.5) + ((energy + 1) / 2), Score(OutlierMeasure.Combined), 1e-4);
        CollectionAssert.AreEqual(content, OutlierFile.Write(first), "and stays what it is");
        Assert.Contains(
            "got a calibration of an older one",
            Assert.ThrowsExactly<InvalidOperationException>(() => Score(OutlierMeasure.CombinedEnergy)).Message);
    }
}
