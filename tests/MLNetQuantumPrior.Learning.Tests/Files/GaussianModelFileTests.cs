using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Model files of every kind of prior.</summary>
[TestClass]
public sealed class GaussianModelFileTests
{
    private static readonly BmVaeModel Model = Random();

    [TestMethod]
    public void AGaussianModelComesBack()
    {
        BmVaeModel loaded = Load(Bytes(Model));

        Assert.AreEqual(PriorKind.Gaussian, loaded.Kind);
        Assert.AreEqual(Model.Architecture, loaded.Architecture);
        Assert.IsTrue(Model.Parameters.SequenceEqual(loaded.Parameters));
        Assert.HasCount(2, loaded.GaussianClasses);
        CollectionAssert.AreEqual(new[] { "a", "b" }, loaded.ClassNames);
        foreach ((GaussianClass expected, GaussianClass got) in Model.GaussianClasses.Zip(loaded.GaussianClasses))
        {
            Assert.AreEqual((expected.Name, expected.Rows), (got.Name, got.Rows));
            foreach ((GaussianComponent one, GaussianComponent other) in expected.Latents.Components.Zip(got.Latents.Components))
            {
                Assert.AreEqual(one.Weight, other.Weight);
                CollectionAssert.AreEqual(one.Mean, other.Mean);
                CollectionAssert.AreEqual(one.Root, other.Root);
            }
        }

        CollectionAssert.AreEqual(Bytes(Model), Bytes(loaded));
    }

    [TestMethod]
    [DataRow(PriorKind.Boltzmann)]
    [DataRow(PriorKind.Rbm)]
    [DataRow(PriorKind.Bernoulli)]
    public void EveryKindOfSpinsComesBack(PriorKind kind)
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [], 5, kind);
        SpinGraph graph = kind.DefaultGraph(5);
        var model = new BmVaeModel(
            architecture, new float[architecture.ParameterCount], new(graph, [1, 2, 3, 4, 5], new float[graph.Edges.Length]), kind);

        BmVaeModel loaded = Load(Bytes(model));

        Assert.AreEqual(kind, loaded.Kind);
        Assert.AreEqual(graph.Name, loaded.Prior.Graph.Name);
        CollectionAssert.AreEqual(graph.Edges, loaded.Prior.Graph.Edges);
        CollectionAssert.AreEqual(model.Prior.Fields, loaded.Prior.Fields);
    }

    [TestMethod]
    public void DamagedLawsAreRefused()
    {
        byte[] content = GaussianClassFile.Write(2, Model.GaussianClasses);
        CollectionAssert.AreEqual(content, GaussianClassFile.Write(2, GaussianClassFile.Read(content, 2, ["a", "b"])));

        for (int length = 0; length < content.Length; length++)
        {
            Assert.ThrowsExactly<InvalidDataException>(() => GaussianClassFile.Read(content[..length], 2, ["a", "b"]), $"{length} bytes");
        }

        Refused("expected 3 latents and 2 classes, got 2 and 2", () => GaussianClassFile.Read(content, 3, ["a", "b"]));
        Refused("got 2 and 2", () => GaussianClassFile.Read(content, 2, ["a"]));
        Refused($"expected {content.Length} bytes, got {content.Length + 1}", () => GaussianClassFile.Read([.. content, 0], 2, ["a", "b"]));
        Refused("expected it to begin with 'BMVG'", () => GaussianClassFile.Read([.. "BMVP"u8, .. content[4..]], 2, ["a", "b"]));

        static void Refused(string message, Action read) =>
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(read).Message, message);
    }

    private static BmVaeModel Load(byte[] file) => BmVaeModel.Load(new MemoryStream(file));

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static BmVaeModel Random()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [4], 2, PriorKind.Gaussian);
        float[] parameters = new float[architecture.ParameterCount];
        new UniformStream(9, 9).FillNormal(parameters, 1);
        return BmVaeModel.Gaussian(architecture, parameters).With(
        [
            new GaussianClass("a", 12, new([new(1, [3, -1], [0.5f, 0.2f, 0.1f])])),
            new GaussianClass("b", long.MaxValue, new([new(0.25, [-4, 0], [1, 0, 1]), new(0.75, [4, 0], [1, -2, 1])])),
        ]);
    }
}
