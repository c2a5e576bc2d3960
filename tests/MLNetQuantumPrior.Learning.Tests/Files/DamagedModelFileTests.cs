using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class DamagedModelFileTests
{
    private const long Megabyte = 1 << 20;

    private static readonly byte[] File = Bytes(Model());

    [TestMethod]
    public void DamagedCopiesAreRefusedOrTheSameModelWithoutMuchMemory()
    {
        (string What, byte[] File)[] copies = [.. Damage.Of(File)];
        Assert.HasCount(200, copies);
        int refused = 0;
        foreach ((string what, byte[] copy) in copies)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                // What can be read all the same must be the same model: the bit was of a date, or of another thing that says nothing.
                CollectionAssert.AreEqual(File, Bytes(BmVaeModel.Load(new MemoryStream(copy))), what);
            }
            catch (InvalidDataException)
            {
                refused++;
            }

            long used = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.IsLessThan(8 * Megabyte, used, $"{what}: bytes to read a file of {copy.Length}");
        }

        Assert.IsGreaterThan(170, refused);
    }

    [TestMethod]
    public void AFlippedWeightIsNoticedWhateverTheZipSays()
    {
        foreach (string name in (string[])["encoder.onnx", "decoder.onnx", "prior.bin", "classes.bin"])
        {
            byte[] damaged = Damage.Replaced(File, name, content =>
            {
                content[^5] ^= 4;
                return content;
            });

            StringAssert.Contains(Refusal(damaged), $"expected entry '{name}' with SHA-256");
        }
    }

    [TestMethod]
    public void SizesOfTheManifestReserveNothing()
    {
        // 4 GB of weights and more, of which the file has none.
        string layers = """[{ "kind": "dense", "inputs": 30000, "outputs": 30000, "gain": 1 }]""";
        Cheap(
            "expected a minimum and a range for each of 30000 features",
            Edit(json => (json["encoder"], json["decoder"]) = (JsonNode.Parse(layers), JsonNode.Parse(layers))));

        JsonArray Zeros() => [.. Enumerable.Repeat(0, 30000).Select(zero => (JsonNode?)zero)];
        Cheap("expected weights 'encoder.0.weight' of shape [30000, 30000], got [6, 5]", Edit(json =>
        {
            (json["encoder"], json["decoder"]) = (JsonNode.Parse(layers), JsonNode.Parse(layers));
            (json["scalingMinimum"], json["scalingRange"]) = (Zeros(), Zeros());
            (json["slotNames"], json["likelihood"]) = (new JsonArray(), null);
        }));
        Cheap("Scaling: expected", Edit(json => json["scalingRange"] = new JsonArray(1e38f)));
        string groups = """[{ "kind": "gaussian", "size": 2000000000 }, { "kind": "gaussian", "size": 2000000000 }]""";
        Cheap("Likelihood", Edit(json => json["likelihood"] = JsonNode.Parse(groups)));
        Cheap("edges of a Rbm prior", Edit(json => json["prior"] = "rbm"));
    }

    [TestMethod]
    public void SizesInsideEntriesReserveNothing()
    {
        Cheap("prior.bin: expected", Resized("prior.bin", 4));
        Cheap("prior.bin: expected", Resized("prior.bin", 8));
        Cheap("classes", Resized("classes.bin", 4));
        Cheap("classes.bin: expected", Resized("classes.bin", 4 + 4 + (4 * 5)));
        byte[] classes = Damage.Entries(File).Single(entry => entry.Name == "classes.bin").Content;
        Cheap("classifier", Resized("classes.bin", classes.Length - 4)); // there is none: the last number is its length
    }

    [TestMethod]
    public void WhatExpandsWithoutEndIsCutOff()
    {
        byte[] bomb = Damage.Replaced(File, "prior.bin", _ => new byte[100 << 20]); // 100 MB of zeros, half a megabyte packed
        Cheap("entry 'prior.bin': expected at most", bomb);

        // The same, but the directory says that it is small.
        int record = bomb.AsSpan().LastIndexOf("prior.bin"u8) - 46;
        BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(record + 24), 1000);
        Cheap("entry 'prior.bin': expected 1000 bytes", bomb);
    }

    [TestMethod]
    public void AHugeManifestIsRefusedBeforeItIsRead()
    {
        byte[] json = Damage.Entries(File).Single(entry => entry.Name == "manifest.json").Content;
        byte[] zeros = new byte[60 << 20];
        zeros.AsSpan().Fill((byte)' ');
        Cheap("entry 'manifest.json': expected at most", Damage.Replaced(File, "manifest.json", _ => [.. json, .. zeros]));
        Cheap("entry 'manifest.json': expected at most", Damage.Replaced(File, "manifest.json", _ => new byte[60 << 20]));

        // 30 million numbers.
        for (int i = 0; i < zeros.Length; i++)
        {
            zeros[i] = (byte)(i % 2 == 0 ? '0' : ',');
        }

        Cheap("entry 'manifest.json': expected at most", Damage.Replaced(File, "manifest.json", content =>
            [.. "{\"format\": \"bmvae\", \"formatVersion\": 3, \"scalingMinimum\": ["u8, .. zeros, .. "0]}"u8]));
    }

    [TestMethod]
    public void EntriesThatNobodyNeedsAreNotRead()
    {
        byte[] file = Damage.With(File, "notes.txt", new byte[200 << 20]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CollectionAssert.AreEqual(File, Bytes(BmVaeModel.Load(new MemoryStream(file))));
        Assert.IsLessThan(8 * Megabyte, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void LongEntriesThatShrinkALotComeBackAsWell()
    {
        // 20 MB of zeros, and a manifest of 5 MB: stored as they are, or a reader would take them for bombs.
        VaeArchitecture architecture = VaeArchitecture.Mlp(5000, [500], 5);
        string name = new('x', 1000);
        BmVaeModel model = TestModels.Of(
            architecture, new float[architecture.ParameterCount], null, [.. Enumerable.Range(0, 5000).Select(i => $"{name}{i}")]);

        BmVaeModel loaded = BmVaeModel.Load(new MemoryStream(Bytes(model)));

        CollectionAssert.AreEqual(model.SlotNames, loaded.SlotNames);
    }

    private static void Cheap(string message, byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string refusal = Refusal(file);
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        StringAssert.Contains(refusal, message);
        Assert.IsLessThan(16 * Megabyte, used, refusal);
    }

    private static string Refusal(byte[] file) =>
        Assert.ThrowsExactly<InvalidDataException>(() => BmVaeModel.Load(new MemoryStream(file))).Message;

    private static byte[] Edit(Action<JsonNode> change) => Damage.Replaced(File, "manifest.json", content =>
    {
        JsonNode json = JsonNode.Parse(content)!;
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    });

    /// <summary>The largest number in the place of a size, under a right checksum.</summary>
    private static byte[] Resized(string name, int at)
    {
        byte[] content = Damage.Entries(File).Single(entry => entry.Name == name).Content;
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at), int.MaxValue);
        byte[] file = Edit(json => json["sha256"]![name] = Convert.ToHexStringLower(SHA256.HashData(content)));
        return Damage.Replaced(file, name, _ => content);
    }

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static BmVaeModel Model()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(6, [5], 5);
        SpinGraph graph = SpinGraph.Complete(5);
        ulong stream = 0;
        float[] Numbers(int count)
        {
            float[] numbers = new float[count];
            new UniformStream(3, stream++).FillNormal(numbers, 1);
            return numbers;
        }

        IsingModel Machine() => new(graph, Numbers(5), Numbers(graph.Edges.Length));
        return new BmVaeModel(architecture, Numbers(architecture.ParameterCount), Machine())
            .With(SlotScaling.Identity(architecture.Likelihood), ["a", "b", "c", "d", "e", "f"])
            .With(new BoltzmannClasses([
                new("cat", [.. Numbers(5)], [new(7, Machine())]), new("dog", [.. Numbers(5)], [new(8, Machine())])]));
    }
}
