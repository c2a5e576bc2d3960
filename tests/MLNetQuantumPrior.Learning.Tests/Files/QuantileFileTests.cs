using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class QuantileFileTests
{
    private static readonly SlotQuantiles Skewed =
        new([new(0, -2, -1, 0), new(1, 0.5f, 0.5f, 0.5f), new(30, 2, 2, 2)]) { IsWhole = true };

    private static readonly BmVaeModel Model = Of([null, Skewed, new([new(-1, -1, -1, -1), new(2.5f, 1, 1, 1)])]);

    [TestMethod]
    public void AModelKeepsItsQuantiles()
    {
        byte[] file = Bytes(Model);
        BmVaeModel loaded = BmVaeModel.Load(new MemoryStream(file));

        CollectionAssert.AreEqual(file, Bytes(loaded));
        Assert.IsNull(loaded.Scaling.Quantiles[0]);
        for (int slot = 1; slot < 3; slot++)
        {
            SlotQuantiles expected = Model.Scaling.Quantiles[slot]!, actual = loaded.Scaling.Quantiles[slot]!;
            CollectionAssert.AreEqual(expected.Knots, actual.Knots);
            Assert.AreEqual(expected.IsWhole, actual.IsWhole);
        }
    }

    [TestMethod]
    public void OlderReleasesReadFilesWithoutQuantilesAndRefuseOthers()
    {
        Assert.AreEqual(3, Version(Bytes(Of([]))));
        Assert.AreEqual(4, Version(Bytes(Model)));

        static int Version(byte[] file) => (int)JsonNode.Parse(
            Damage.Entries(file).Single(entry => entry.Name == "manifest.json").Content)!["formatVersion"]!;
    }

    [TestMethod]
    public void DamageIsNamed()
    {
        byte[] content = QuantileFile.Write(Model.Scaling.Quantiles); // magic, slots, none; count, whole, knots
        Assert.AreEqual(4 + 4 + 4 + 5 + (3 * 16) + 5 + (2 * 16), content.Length);
        Assert.Contains("expected it to begin with 'BMVQ'", Refusal([1, .. content[1..]]));
        Assert.Contains("expected quantiles of 3 slots", Refusal([.. content[..4], 2, .. content[5..]]));
        Assert.Contains("expected more bytes", Refusal(content[..^1]));
        Assert.Contains("expected 102 bytes, not 103", Refusal([.. content, 0]));
        Assert.Contains("expected 0 to 256 quantiles of slot 1, not -1", Refusal([.. content[..12], 255, 255, 255, 255, .. content[16..]]));
        Assert.Contains("expected whole numbers or none", Refusal([.. content[..16], 2, .. content[17..]]));
        foreach (float wrong in (float[])[float.NaN, float.PositiveInfinity, 1e9f])
        {
            Assert.Contains(
                "quantiles.bin: Quantiles: expected finite numbers that ascend",
                Refusal([.. content[..17], .. BitConverter.GetBytes(wrong), .. content[21..]]));
        }

        Assert.Contains("entry 'quantiles.bin' with SHA-256", Assert.ThrowsExactly<InvalidDataException>(() =>
            BmVaeModel.Load(new MemoryStream(Damage.Replaced(Bytes(Model), "quantiles.bin", entry => [.. entry[..^1], 1])))).Message);
    }

    /// <summary>What a reader says of other content under a right checksum.</summary>
    private static string Refusal(byte[] content)
    {
        byte[] file = Damage.Replaced(Bytes(Model), "manifest.json", manifest =>
        {
            JsonNode json = JsonNode.Parse(manifest)!;
            json["sha256"]!["quantiles.bin"] = Convert.ToHexStringLower(SHA256.HashData(content));
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        });
        return Assert.ThrowsExactly<InvalidDataException>(
            () => BmVaeModel.Load(new MemoryStream(Damage.Replaced(file, "quantiles.bin", _ => content)))).Message;
    }

    private static BmVaeModel Of(ImmutableArray<SlotQuantiles?> quantiles)
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [], 2) with { Likelihood = Likelihood.Gaussian(3) };
        return TestModels.Of(
            architecture,
            new float[architecture.ParameterCount],
            new SlotScaling([1, 2, 3], [4, 5, 6], Likelihood.Gaussian(3)) { Quantiles = quantiles });
    }

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
