using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ModelFileTests
{
    private static readonly BmVaeModel Model = Random();

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string FilePath => Path.Combine(_folder, "model.bmvae");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void EverythingComesBack()
    {
        Model.Save(FilePath);

        BmVaeModel loaded = BmVaeModel.Load(FilePath);

        Assert.AreEqual(Model.Architecture, loaded.Architecture);
        Assert.IsTrue(Model.Parameters.SequenceEqual(loaded.Parameters));
        CollectionAssert.AreEqual(Model.Scaling.Offset, loaded.Scaling.Offset);
        CollectionAssert.AreEqual(Model.Scaling.Unit, loaded.Scaling.Unit);
        CollectionAssert.AreEqual(Model.SlotNames, loaded.SlotNames);
        AssertSame(Model.Prior, loaded.Prior);
        Assert.AreEqual("zephyr(1,1)", loaded.Prior.Graph.Name);
        Assert.HasCount(2, loaded.Classes.Items);
        foreach ((BoltzmannClass expected, BoltzmannClass got) in Model.Classes.Items.Zip(loaded.Classes.Items))
        {
            Assert.AreEqual((expected.Name, expected.Rows), (got.Name, got.Rows));
            CollectionAssert.AreEqual(expected.Fields, got.Fields);
            Assert.HasCount(expected.Machines.Length, got.Machines);
            foreach ((ClassMachine one, ClassMachine other) in expected.Machines.Zip(got.Machines))
            {
                Assert.AreEqual(one.Rows, other.Rows);
                AssertSame(one.Prior, other.Prior);
            }
        }

        AssertSame(Model.Classes.LabelledPrior!, loaded.Classes.LabelledPrior!);
        Assert.AreEqual(Model.Classes.Classifier!.Architecture, loaded.Classes.Classifier!.Architecture);
        Assert.IsTrue(Model.Classes.Classifier.Parameters.SequenceEqual(loaded.Classes.Classifier.Parameters));

        Assert.AreEqual(Model.Training!.Seed, loaded.Training!.Seed);
        Assert.AreEqual(Model.Training.Options, loaded.Training.Options);
        CollectionAssert.AreEqual(
            Model.Training.Epochs.Select(epoch => epoch with { Seconds = 0 }).ToArray(), loaded.Training.Epochs); // times are not in files
    }

    [TestMethod]
    public void EveryKindOfLayerComesBack()
    {
        VaeArchitecture architecture = new(
            [
                new Reshape(2, 6, 5), new Conv2d(2, 3, Kernel: 3, Stride: 2, Padding: 1), new BatchNorm(3),
                new Activation(ActivationFunction.Silu),
                new Residual([new Conv2d(3, 3, Kernel: 1), new BatchNorm(3)], [new Conv2d(3, 3, Kernel: 1)]),
                new Residual([new Residual([new BatchNorm(3)])]), new Flatten(),
                new Dense(27, 4) { Gain = 2 }, new Activation(ActivationFunction.Sigmoid),
            ],
            [
                new Dense(4, 27), new Reshape(3, 3, 3), new ConvTranspose2d(3, 2, Kernel: 3, Stride: 2, Padding: 1, OutputPaddingHeight: 1),
                new Conv2d(2, 2, Kernel: 1), new Flatten(), new BatchNorm(60),
            ]);
        BmVaeModel model = TestModels.Of(
            architecture, Array.ConvertAll(PlainGemm.Random(architecture.ParameterCount, seed: 1), Math.Abs)); // some are variances

        BmVaeModel loaded = BmVaeModel.Load(new MemoryStream(Bytes(model)));

        Assert.AreEqual(architecture, loaded.Architecture);
        Assert.IsTrue(model.Parameters.SequenceEqual(loaded.Parameters));
    }

    [TestMethod]
    public void LikelihoodAndLearnedVariancesComeBack()
    {
        var likelihood = new Likelihood(
            new GaussianSlots(2), new CategoricalSlots(3), new CategoricalSlots(1), new BernoulliSlots(2),
            new GaussianSlots(1) { Variance = .1 });
        VaeArchitecture architecture = VaeArchitecture.Mlp(9, [5], 4) with { Likelihood = likelihood };
        BmVaeModel model = TestModels.Of(
            architecture, PlainGemm.Random(architecture.ParameterCount, seed: 2),
            new([5, 6, 0, 0, 0, 0, 1, 2, 3], [1, 2, 1, 1, 1, 1, 3, 4, 5], likelihood));

        BmVaeModel loaded = BmVaeModel.Load(new MemoryStream(Bytes(model)));

        Assert.AreEqual(architecture, loaded.Architecture);
        Assert.IsTrue(model.Parameters.SequenceEqual(loaded.Parameters));
        CollectionAssert.AreEqual(model.Scaling.Lowest, loaded.Scaling.Lowest);
        CollectionAssert.AreEqual(Bytes(model), Bytes(loaded));
    }

    [TestMethod]
    public void LayersAsWrittenBeforeConvolutionsAreStillRead()
    {
        Edit("manifest.json", json => json["encoder"] = JsonNode.Parse(
            $$"""
            [
                { "kind": "dense", "inputs": 3, "outputs": 4, "gain": 1, "function": null },
                { "kind": "activation", "inputs": null, "outputs": null, "gain": null, "function": "relu" },
                { "kind": "dense", "inputs": 4, "outputs": {{Model.Architecture.LatentSize}}, "gain": 10, "function": null }
            ]
            """));

        BmVaeModel loaded = BmVaeModel.Load(FilePath);

        Assert.AreEqual(Model.Architecture, loaded.Architecture);
        Assert.IsTrue(Model.Parameters.SequenceEqual(loaded.Parameters));
    }

    [TestMethod]
    public void DamagedClassesAreNamed()
    {
        byte[] classes = ClassFile.Write(Model.Classes);
        Assert.StartsWith("classes.bin: expected it to begin with 'BMCL'", Damaged([1, .. classes[1..]]));
        Assert.StartsWith("classes.bin: expected 2 classes, got 3", Damaged([.. classes[..4], 3, .. classes[5..]]));
        Assert.StartsWith("classes.bin: expected nothing after the classifier, got 1 bytes", Damaged([.. classes, 0]));
        Assert.StartsWith("classes.bin: expected more than", Damaged(classes[..100]));

        static string Damaged(byte[] content) => Assert.ThrowsExactly<InvalidDataException>(
            () => ClassFile.Read(content, Model.Prior.Graph, ["cats", "dogs"])).Message;
    }

    [TestMethod]
    public void ALoadedModelGeneratesTheSameRows()
    {
        BmVaeModel loaded = BmVaeModel.Load(new MemoryStream(Bytes(Model)));
        var options = new GenerationOptions { Mode = GenerationMode.Conditional, PoolSize = 64 };
        int[] labels = [0, 1, -1, 0];

        SpinMatrix expected = new LatentGenerator(Model.Prior, Model.Classes, options).Draw(labels, [1, 2, 3, 4]).Spins;

        Assert.IsTrue(expected.AsSpan().SequenceEqual(
            new LatentGenerator(loaded.Prior, loaded.Classes, options).Draw(labels, [1, 2, 3, 4]).Spins.AsSpan()));
    }

    [TestMethod]
    public void TheSameModelMakesTheSameFile()
    {
        CollectionAssert.AreEqual(Bytes(Model), Bytes(Model));
        CollectionAssert.AreEqual(Bytes(Model), Bytes(BmVaeModel.Load(new MemoryStream(Bytes(Model)))));
    }

    [TestMethod]
    public void NetworksInTheFileAreTheExportedOnes()
    {
        using var zip = new ZipArchive(new MemoryStream(Bytes(Model)));
        using var encoder = new MemoryStream();
        zip.GetEntry("encoder.onnx")!.Open().CopyTo(encoder);
        using var exported = new MemoryStream();
        Model.SaveEncoderOnnx(exported);

        CollectionAssert.AreEqual(exported.ToArray(), encoder.ToArray());
    }

    [TestMethod]
    public void AnyDamageIsNoticed()
    {
        byte[] file = Bytes(Model);
        int refused = 0;
        for (int at = 0; at < file.Length; at += 13)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x55;
            try
            {
                // What can be read all the same must be the same model: the byte was a date or another thing that says nothing.
                CollectionAssert.AreEqual(file, Bytes(BmVaeModel.Load(new MemoryStream(damaged))), $"byte {at}");
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(file.Length / 13 * 8 / 10, refused);
    }

    [TestMethod]
    public void CutFilesAreRefused()
    {
        byte[] file = Bytes(Model);
        for (int length = 0; length < file.Length; length += 97)
        {
            Assert.ThrowsExactly<InvalidDataException>(() => BmVaeModel.Load(new MemoryStream(file[..length])), $"{length} bytes");
        }
    }

    [TestMethod]
    public void ErrorsNameTheFileAndWhatIsWrong()
    {
        Refused("expected a .bmvae file, which is a zip", () => File.WriteAllText(FilePath, "not a zip"));
        Refused("expected an entry 'manifest.json', got none", () => Write(("readme.txt", "hello")));
        Refused("manifest.json: expected format 'bmvae'", () => Write(("manifest.json", "{\"format\": \"other\"}")));
        Refused("manifest.json: expected format 'bmvae'", () => Write(("manifest.json", "{\"format\": 1, \"formatVersion\": \"a\"}")));
        Refused("manifest.json: expected the fields", () => Write(("manifest.json", "{\"format\": \"bmvae\", \"formatVersion\": 1}")));
        Refused("manifest.json: expected the fields", () => Write(("manifest.json", "{\"format\": \"bmvae\", \"format\": \"bmvae\"}")));
        Refused("expected format version 5 or older, got 6. Read it with a newer release", () =>
            Edit("manifest.json", json => json["formatVersion"] = 6));
        Refused("Range of outputs: expected finite bounds, the lowest first, got 1 and 0", () =>
            Edit("manifest.json", json => json["outputRange"] = new JsonObject { ["lowest"] = 1, ["highest"] = 0 }));
        Refused("expected a likelihood that this version knows", () =>
            Edit("manifest.json", json => json["likelihood"]![0]!["kind"] = "poisson"));
        Refused("expected 3 features, one an input, got 2", () => Edit("manifest.json", json => json["likelihood"]![0]!["size"] = 2));
        Refused("expected groups of features, got null", () =>
            Edit("manifest.json", json => json["likelihood"] = new JsonArray((JsonNode?)null)));
        Refused("expected 0 learned variances, finite, got 1", () =>
            Edit("manifest.json", json => json["learnedVariances"] = new JsonArray(1f)));
        Refused("manifest.json: expected the fields", () => Edit("manifest.json", json => json["prior"] = "poisson"));
        Refused("with a Gaussian prior: expected an encoder with 24 outputs", () =>
            Edit("manifest.json", json => json["prior"] = "gaussian"));
        Refused("expected 36 edges of a Rbm prior on 12 spins, got 22", () => Edit("manifest.json", json => json["prior"] = "rbm"));
        Refused("entry 'prior.bin' with SHA-256 00", () => Edit("manifest.json", json => json["sha256"]!["prior.bin"] = "00"));
        Refused("expected a layer that this version knows", () => Edit("manifest.json", json => json["encoder"]![0]!["kind"] = "quantum"));
        Refused("weights 'encoder.0.weight' of shape [3, 5]", () => Edit("manifest.json", json =>
        {
            json["encoder"]![0]!["outputs"] = 5;
            json["encoder"]![2]!["inputs"] = 5;
        }));
        Refused("expected 3 slot names or none, got 1", () => Edit("manifest.json", json => json["slotNames"] = new JsonArray("a")));
        Assert.ThrowsExactly<FileNotFoundException>(() => BmVaeModel.Load(Path.Combine(_folder, "missing")));
    }

    private void Refused(string message, Action make)
    {
        make();
        var error = Assert.ThrowsExactly<InvalidDataException>(() => BmVaeModel.Load(FilePath));
        StringAssert.Contains(error.Message, FilePath);
        StringAssert.Contains(error.Message, message);
    }

    private void Write(params (string Name, string Content)[] entries)
    {
        using var zip = new ZipArchive(File.Create(FilePath), ZipArchiveMode.Create);
        foreach ((string name, string content) in entries)
        {
            using Stream entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }
    }

    private void Edit(string name, Action<JsonNode> change)
    {
        Model.Save(FilePath);
        using ZipArchive zip = ZipFile.Open(FilePath, ZipArchiveMode.Update);
        ZipArchiveEntry entry = zip.GetEntry(name)!;
        JsonNode json;
        using (Stream source = entry.Open())
        {
            json = JsonNode.Parse(source)!;
        }

        entry.Delete();
        change(json);
        using Stream target = zip.CreateEntry(name).Open();
        target.Write(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static void AssertSame(IsingModel expected, IsingModel got)
    {
        CollectionAssert.AreEqual(expected.Graph.Labels, got.Graph.Labels);
        Assert.HasCount(expected.Graph.Coloring.Classes.Length, got.Graph.Coloring.Classes);
        foreach ((var one, var other) in expected.Graph.Coloring.Classes.Zip(got.Graph.Coloring.Classes))
        {
            CollectionAssert.AreEqual(one, other);
        }

        CollectionAssert.AreEqual(expected.Graph.Edges, got.Graph.Edges);
        CollectionAssert.AreEqual(expected.Fields, got.Fields);
        CollectionAssert.AreEqual(expected.Couplings, got.Couplings);
    }

    private static BmVaeModel Random()
    {
        SpinGraph graph = SpinGraph.Zephyr(1, 1);
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [4], graph.SpinCount);
        SpinGraph labelled = LabelSpins.Extended(graph, classes: 2);
        ClassifierArchitecture network = ClassifierArchitecture.Mlp(graph.SpinCount, [3], classes: 2);
        ulong stream = 0;
        float[] Numbers(int count)
        {
            float[] numbers = new float[count];
            new UniformStream(9, stream++).FillNormal(numbers, 1);
            return numbers;
        }

        IsingModel Machine() => new(graph, Numbers(graph.SpinCount), Numbers(graph.Edges.Length));
        return new(architecture, Numbers(architecture.ParameterCount), Machine())
        {
            Scaling = new([-1, 0, 3], [2, 1, 0]),
            SlotNames = ["a", "b \"quoted\"", "ç"],
            Classes = new(
            [
                new("cats", [.. Numbers(graph.SpinCount)], [new(12, Machine()), new(5, Machine())]),
                new("dogs", [.. Numbers(graph.SpinCount)], [new(long.MaxValue, Machine())]),
            ])
            {
                LabelledPrior = new(labelled, Numbers(labelled.SpinCount), Numbers(labelled.Edges.Length)),
                Classifier = new(network, Numbers(network.ParameterCount)),
            },
            Training = new(
                ulong.MaxValue,
                new() { Epochs = 2, LearningRate = 0.1 },
                [new(1, 2, 3, 4, 0.7, 8, 9.5), new(2, 2, 3.25, null, 0.7, 8, 9.5) { Boltzmann = new(4, 5, 6, null) }]),
        };
    }
}
