namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class OutlierFileTests
{
    private static readonly OutlierCalibration Outliers = new(90, 20, -3, 4, [new(80, -4, 10), new(130, 2, 12), new(95, -1, 9)]);

    [TestMethod]
    public void AModelKeepsWhatOrdinaryRowsLookLike()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [], 2);
        BmVaeModel plain = TestModels.Of(architecture, new float[architecture.ParameterCount]), model = plain.With(Outliers);
        using var file = new MemoryStream();
        model.Save(file);

        OutlierCalibration loaded = BmVaeModel.Load(file).Outliers!;

        Assert.AreEqual(Outliers with { HeldOut = loaded.HeldOut }, loaded);
        CollectionAssert.AreEqual(Outliers.HeldOut, loaded.HeldOut);
        Assert.AreSame(Outliers, model.With(model.Scaling, ["a", "b", "c"]).Outliers, "what else is learned of a model leaves it alone");

        file.SetLength(0);
        plain.Save(file);
        Assert.IsNull(BmVaeModel.Load(file).Outliers);
    }

    [TestMethod]
    public void DamageIsNamed()
    {
        byte[] content = OutlierFile.Write(Outliers);
        Assert.StartsWith("outliers.bin: expected it to begin with 'BMVO'", Damaged([1, .. content[1..]]));
        Assert.StartsWith("outliers.bin: expected it to begin with 'BMVO'", Damaged(content[..30]));
        Assert.StartsWith("outliers.bin: expected 40 bytes and 12 for each of 3 rows, got 64", Damaged(content[..64]));
        Assert.StartsWith("outliers.bin: expected finite means", Damaged([.. content[..12], .. new byte[8], .. content[20..]]));

        static string Damaged(byte[] content) => Assert.ThrowsExactly<InvalidDataException>(() => OutlierFile.Read(content)).Message;
    }
}
