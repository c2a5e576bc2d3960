using System.Text;
using System.Text.Json.Nodes;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Files as the code of their time wrote them, each a model of the same random numbers. They must be readable for ever.</summary>
[TestClass]
public sealed class FormatVersionTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void FilesOfEveryVersionAreRead(int version)
    {
        using Stream file = typeof(FormatVersionTests).Assembly.GetManifestResourceStream($"version{version}.bmvae")!;

        BmVaeModel model = BmVaeModel.Load(file);

        SpinGraph graph = SpinGraph.Zephyr(1, 1);
        Assert.AreEqual(VaeArchitecture.Mlp(3, [4], graph.SpinCount), model.Architecture);
        CollectionAssert.AreEqual(Numbers(0, model.Architecture.ParameterCount), model.Parameters.ToArray());
        Assert.AreEqual(PriorKind.Boltzmann, model.Kind);
        CollectionAssert.AreEqual(graph.Edges, model.Prior.Graph.Edges);
        CollectionAssert.AreEqual(Numbers(1, graph.SpinCount), model.Prior.Fields);
        CollectionAssert.AreEqual(Numbers(2, graph.Edges.Length), model.Prior.Couplings);
        CollectionAssert.AreEqual(new float[] { -1, 0, 3 }, model.Scaling.Offset);
        CollectionAssert.AreEqual(new[] { "a", "b \"quoted\"", "ç" }, model.SlotNames);

        CollectionAssert.AreEqual(new[] { "cats", "dogs" }, model.ClassNames);
        CollectionAssert.AreEqual(Numbers(3, graph.SpinCount), model.Classes.Items[0].Fields);
        ClassMachine machine = model.Classes.Items[0].Machines[0];
        Assert.AreEqual(12L, machine.Rows);
        CollectionAssert.AreEqual(Numbers(4, graph.SpinCount), machine.Prior.Fields);
        CollectionAssert.AreEqual(Numbers(5, graph.Edges.Length), machine.Prior.Couplings);
        Assert.AreEqual(version == 3, model.Classes.Classifier is not null);
        Assert.AreEqual(long.MaxValue, model.Classes.Items[1].Rows);

        Assert.AreEqual(ulong.MaxValue, model.Training!.Seed);
        Assert.AreEqual((2, 0.1), (model.Training.Options.Epochs, model.Training.Options.LearningRate));
        EpochReport last = model.Training.Epochs[1];
        Assert.AreEqual((2, 3.25, 0.7, 8L), (last.Epoch, last.Reconstruction, last.KlWeight, last.Rows));
        Assert.IsNull(last.Kl);
        Assert.AreEqual(new(4, 5, 6, null), last.Boltzmann);
    }

    [TestMethod]
    public void OnlyFilesWithARangeOfOutputsAreOfItsVersion()
    {
        using Stream file = typeof(FormatVersionTests).Assembly.GetManifestResourceStream("version3.bmvae")!;
        BmVaeModel model = BmVaeModel.Load(file);
        Assert.IsNull(model.Scaling.OutputRange);
        Assert.AreEqual(3, ModelParts.Of(model).Manifest.FormatVersion);

        BmVaeModel bounded = model.With(model.Scaling with { OutputRange = new(0, 255) }, model.SlotNames);
        Assert.AreEqual(5, ModelParts.Of(bounded).Manifest.FormatVersion);
        using var saved = new MemoryStream();
        bounded.Save(saved);
        saved.Position = 0;
        Assert.AreEqual(new FeatureRange(0, 255), BmVaeModel.Load(saved).Scaling.OutputRange);
    }

    [TestMethod]
    public void ReportsWithObjectsForValidationAndMixingAreRead()
    {
        var epoch = new EpochReport(1, 1, 3.25, null, 0.7, 8, 2)
        {
            Boltzmann = new(4, 5, 6, null) { RHat = double.PositiveInfinity, AutocorrelationTime = 7, EffectiveShare = 0.5, Rounds = 2 },
            ValidationReconstruction = 8,
            ValidationKl = 9,
        };
        var run = new TrainingRun(1, new(), [epoch]) { StopReason = StopReason.Patience };
        var written = new ModelManifest(
            ModelManifest.FormatName, 3, [], [], [], [], [], "", [], run, ImmutableSortedDictionary<string, string>.Empty);
        JsonNode manifest = JsonNode.Parse(written.Write())!;
        Assert.AreEqual("patience", (string?)manifest["training"]!["end"]);
        JsonObject report = manifest["training"]!["epochs"]![0]!.AsObject(), boltzmann = report["boltzmann"]!.AsObject();
        report["validation"] = new JsonObject { ["reconstruction"] = 8, ["kl"] = 9 };
        report.Remove("validationReconstruction");
        report.Remove("validationKl");
        boltzmann["mixing"] = new JsonObject
        {
            ["rHat"] = "Infinity", ["autocorrelationTime"] = 7, ["effectiveShare"] = 0.5, ["rounds"] = 2,
        };
        foreach (string name in (ReadOnlySpan<string>)["rHat", "autocorrelationTime", "effectiveShare", "rounds"])
        {
            Assert.IsTrue(boltzmann.Remove(name));
        }

        TrainingRun read = ModelManifest.Read(Encoding.UTF8.GetBytes(manifest.ToJsonString())).Training!;

        Assert.AreEqual(StopReason.Patience, read.StopReason);
        Assert.AreEqual(epoch with { Seconds = 0 }, read.Epochs.Single()); // times are not in files
    }

    /// <summary>Normal numbers as they were drawn when the files were written.</summary>
    private static float[] Numbers(ulong stream, int count)
    {
        float[] uniforms = new float[(count + 15) / 16 * 32];
        new UniformStream(9, stream).Fill(uniforms);
        return [.. uniforms.Chunk(2).Take(count).Select(pair => MathF.Sqrt(-2 * MathF.Log(pair[0])) * MathF.Cos(MathF.Tau * pair[1]))];
    }
}
