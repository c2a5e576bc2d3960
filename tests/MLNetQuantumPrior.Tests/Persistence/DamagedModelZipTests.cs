using System.Buffers.Binary;
using System.Text;
using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class DamagedModelZipTests
{
    private const long Megabyte = 1 << 20;
    private const string OnnxEntry = "TransformerChain/OnnxModel";

    public TestContext TestContext { get; set; } = null!;

    private static readonly MLContext Ml = new();
    private static readonly BmVaeModel Model = Random();
    private static readonly byte[] File = Save();

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
                // What can be read all the same must be the same model: the damage was in an entry of ML.NET's, or in a date.
                using BmVaeTransformer loaded = Ml.Model.LoadBmVae(new MemoryStream(copy));
                Assert.IsTrue(Model.Parameters.SequenceEqual(loaded.Model.Parameters), what);
                CollectionAssert.AreEqual(Model.Prior.Couplings, loaded.Model.Prior.Couplings, what);
                Assert.AreEqual(("Latent", "Features"), (loaded.OutputColumnName, loaded.InputColumnName), what);
            }
            catch (InvalidDataException)
            {
                refused++;
            }

            long used = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.IsLessThan(8 * Megabyte, used, $"{what}: bytes to read a file of {copy.Length}");
        }

        Assert.IsGreaterThan(130, refused);
    }

    [TestMethod]
    public void DamagedCopiesOfAWholeModelAreRefusedOrTheSame()
    {
        foreach ((string what, byte[] copy) in Damage.Of(File))
        {
            try
            {
                using var loaded = (BmVaeTransformer)Ml.Model.LoadBmVae(new MemoryStream(copy), out _);
                Assert.IsTrue(Model.Parameters.SequenceEqual(loaded.Model.Parameters), what);
            }
            catch (InvalidDataException)
            {
                // Or any other exception fails the test.
            }
        }
    }

    [TestMethod]
    public void AFlippedWeightIsNoticedWhateverTheZipSays()
    {
        byte[] onnx = Damage.Entries(File).Single(entry => entry.Name == OnnxEntry).Content;
        var random = new Random(1);
        for (int k = 0; k < 200; k++)
        {
            int at = random.Next(sizeof(int), onnx.Length);
            byte[] damaged = Damage.Replaced(File, OnnxEntry, content =>
            {
                content[at] ^= (byte)(1 << random.Next(8));
                return content;
            });

            Assert.ThrowsExactly<InvalidDataException>(() => Ml.Model.LoadBmVae(new MemoryStream(damaged)), $"byte {at}");
        }
    }

    [TestMethod]
    [DataRow("{\"version\": 6, \"encoder\": \"of another form\"}", "expected version 5 or older, got 6. Read it with a newer release")]
    [DataRow("{\"version\": \"one\"}", "expected the settings of a transformer")]
    [DataRow("[1]", "expected the settings of a transformer")]
    [DataRow("null", "expected version 5 or older, got 0")]
    [DataRow("{\"version\": 1}", "expected an encoder, a generator, an imputer, a filler or an editor, got none")]
    [DataRow("{\"version\": 1, \"encoder\": {\"outputColumnName\": \"\"}}", "expected the settings of a transformer")]
    [DataRow(
        "{\"version\": 1, \"encoder\": {\"outputColumnName\": \"\", \"inputColumnName\": \"\", " +
        "\"labelColumnName\": null, \"columns\": {}}}",
        "The value cannot be an empty string")]
    [DataRow(
        "{\"version\": 1, \"encoder\": {\"outputColumnName\": \"a\", \"inputColumnName\": \"b\", \"labelColumnName\": null, " +
        "\"columns\": {\"outlierScore\": \"c\"}}}",
        "expected a model calibrated on ordinary rows")]
    public void SettingsThatCannotBeReadAreRefused(string json, string message)
    {
        byte[] onnx = new EmbeddedModel(Model, Encoding.UTF8.GetBytes(json)).WriteInto(
            ColumnGraph.Of(OnnxExport.Rows(Model, [RowOutput.Bits]), "Features", [new("Latent", "Bits", [])]));
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, onnx.Length);

        var error = Assert.ThrowsExactly<InvalidDataException>(
            () => Ml.Model.LoadBmVae(new MemoryStream(Damage.Replaced(File, OnnxEntry, _ => [.. length, .. onnx]))));

        StringAssert.Contains(error.Message, message);
    }

    [TestMethod]
    [DataRow("notes/huge.bin")]
    [DataRow("huge.bin")]
    [DataRow("TransformerChains/OnnxModel.bin")]
    public void EntriesThatNobodyNeedsAreNotUnpacked(string name)
    {
        byte[] file = Damage.With(File, name, new byte[300 << 20]);
        long before = GC.GetTotalAllocatedBytes();

        using BmVaeTransformer one = Ml.Model.LoadBmVae(new MemoryStream(file));
        using var whole = (BmVaeTransformer)Ml.Model.LoadBmVae(new MemoryStream(file), out _);

        Assert.IsTrue(Model.Parameters.SequenceEqual(one.Model.Parameters));
        Assert.IsTrue(Model.Parameters.SequenceEqual(whole.Model.Parameters));
        Assert.IsLessThan(100 * Megabyte, GC.GetTotalAllocatedBytes() - before);
    }

    [TestMethod]
    public void WhatMLNetMayReadDoesNotExpandWithoutEnd()
    {
        byte[] file = Damage.With(File, "TransformerChain/Transform_000/Terms", new byte[300 << 20]);
        using BmVaeTransformer one = Ml.Model.LoadBmVae(new MemoryStream(file)); // which reads only what is ours
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.ThrowsExactly<InvalidDataException>(() => Ml.Model.LoadBmVae(new MemoryStream(file), out _));

        StringAssert.Contains(error.Message, "entry 'TransformerChain/Transform_000/Terms': expected at most");
        Assert.IsLessThan(8 * Megabyte, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void ManyEntriesDoNotAddUpWithoutEnd()
    {
        byte[] file = File;
        for (int k = 0; k < 3; k++)
        {
            file = Damage.With(file, $"TransformerChain/Transform_000/Terms{k}", new byte[15 << 20]);
        }

        var error = Assert.ThrowsExactly<InvalidDataException>(() => Ml.Model.LoadBmVae(new MemoryStream(file), out _));
        StringAssert.Contains(error.Message, "expected at most");
    }

    [TestMethod]
    public void TheFileDoesNotDependOnTheNumberOfThreads()
    {
        byte[] Saved(int threads)
        {
            using var generator = new LatentGeneratorTransformer(
                Model, new() { Seed = 1, MaxDegreeOfParallelism = threads }, "Features", "Label", energyColumnName: null);
            using var file = new MemoryStream();
            Ml.Model.Save(generator, null, file);
            return Damage.Entries(file.ToArray()).Single(entry => entry.Name == OnnxEntry).Content;
        }

        CollectionAssert.AreEqual(Saved(1), Saved(7));
    }

    [TestMethod]
    public void AnyChangeIsReadOrRefused()
    {
        foreach (MutatedFile file in MutatedModelZips.All())
        {
            MutationSummary summary = file.Run(400, seed: 1);
            TestContext.WriteLine($"{summary}");
            Assert.IsEmpty(summary.Faults, string.Join("\n", summary.Faults.Take(5)));
            Assert.IsGreaterThan(0, summary.Refused);
        }
    }

    private static byte[] Save()
    {
        using var file = new MemoryStream();
        using var transformer = new BmVaeTransformer(Model, "Latent", "Features");
        Ml.Model.Save(transformer, null, file);
        return file.ToArray();
    }

    private static BmVaeModel Random()
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

        return new(architecture, Numbers(architecture.ParameterCount), new(graph, Numbers(5), Numbers(graph.Edges.Length)));
    }
}
