using System.Runtime.InteropServices;
using System.Text.Json;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ExportedModelTests
{
    private static readonly VaeArchitecture Architecture = new(
        [new Dense(4, 5), new Activation(ActivationFunction.LeakyRelu), new Dense(5, 3)],
        [
            new Dense(3, 6), new Activation(ActivationFunction.Tanh),
            new Dense(6, 2), new Activation(ActivationFunction.Relu), new Dense(2, 4),
        ]);

    private static readonly float[] Parameters = [.. Enumerable.Range(0, Architecture.ParameterCount).Select(i => i / 8f)];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void TheEncodersLayersBecomeNodesInOrder()
    {
        OnnxModel model = OnnxModel.Read(ExportedModel.Encoder(Architecture, Parameters).ToArray());

        CollectionAssert.AreEqual(
            new[]
            {
                "Gemm(Features, encoder.0.weight, encoder.0.bias) -> encoder.0",
                "LeakyRelu(encoder.0) -> encoder.1",
                "Gemm(encoder.1, encoder.2.weight, encoder.2.bias) -> Logits",
                "Greater(Logits, Bits.threshold) -> Bits.above",
                "Cast(Bits.above) -> Bits",
            },
            model.Graph.Nodes.Select(Described).ToArray());
        Assert.AreEqual(new OnnxFloat("alpha", 0.01f), model.Graph.Nodes[1].Attributes.Single());
        Assert.AreEqual(new OnnxInt("to", 1), model.Graph.Nodes[4].Attributes.Single());
        CollectionAssert.AreEqual(new[] { "Features [N, 4]" }, model.Graph.Inputs.Select(Described).ToArray());
        CollectionAssert.AreEqual(new[] { "Logits [N, 3]", "Bits [N, 3]" }, model.Graph.Outputs.Select(Described).ToArray());
    }

    [TestMethod]
    public void TheDecodersLayersBecomeNodesInOrder()
    {
        OnnxModel model = OnnxModel.Read(ExportedModel.Decoder(Architecture, Parameters).ToArray());

        CollectionAssert.AreEqual(
            new[]
            {
                "Gemm(Bits, decoder.0.weight, decoder.0.bias) -> decoder.0",
                "Tanh(decoder.0) -> decoder.1",
                "Gemm(decoder.1, decoder.2.weight, decoder.2.bias) -> decoder.2",
                "Relu(decoder.2) -> decoder.3",
                "Gemm(decoder.3, decoder.4.weight, decoder.4.bias) -> decoder.logits",
                "Sigmoid(decoder.logits) -> Probabilities",
            },
            model.Graph.Nodes.Select(Described).ToArray());
        CollectionAssert.AreEqual(new[] { "Bits [N, 3]" }, model.Graph.Inputs.Select(Described).ToArray());
        CollectionAssert.AreEqual(new[] { "Probabilities [N, 4]" }, model.Graph.Outputs.Select(Described).ToArray());
    }

    [TestMethod]
    public void ConstantsAreTheParameterBlocks()
    {
        OnnxTensor[] constants =
        [
            .. ExportedModel.Encoder(Architecture, Parameters).Graph.Constants,
            .. ExportedModel.Decoder(Architecture, Parameters).Graph.Constants,
        ];
        foreach (ParameterBlock block in Architecture.Parameters)
        {
            OnnxTensor tensor = constants.Single(constant => constant.Name == block.Name);
            CollectionAssert.AreEqual(block.Shape.Select(size => (long)size).ToArray(), tensor.Shape);
            CollectionAssert.AreEqual(Parameters[block.Offset..block.End], MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span).ToArray());
        }

        Assert.HasCount(Architecture.Parameters.Length + 1, constants, "Expected the parameters and the threshold of the bits.");
    }

    [TestMethod]
    public void ModelsSayWhatTheyAre()
    {
        string[] names = ["a", "b \"quoted\"", "", "é"];
        foreach (OnnxModel model in (OnnxModel[])
            [ExportedModel.Encoder(Architecture, Parameters, names), ExportedModel.Decoder(Architecture, Parameters, names)])
        {
            Assert.AreEqual("MLNetQuantumPrior", model.Producer);
            StringAssert.Matches(model.ProducerVersion, new(@"^\d+\.\d+\.\d+(-[\w.]+)?$"));
            Assert.AreEqual(8, model.IrVersion);
            Assert.AreEqual(new OnnxOpset("", 17), model.Opsets.Single());
            Assert.AreEqual("3", model["latent_size"]);
            CollectionAssert.AreEqual(names, JsonSerializer.Deserialize<string[]>(model["slot_names"]!));
        }

        Assert.IsNull(ExportedModel.Encoder(Architecture, Parameters)["slot_names"]);
    }

    [TestMethod]
    public void WhatDoesNotFitTheArchitectureIsRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ExportedModel.Encoder(Architecture, Parameters.AsSpan(1)));
        StringAssert.Contains(error.Message, $"expected {Parameters.Length} values, got {Parameters.Length - 1}");
        error = Assert.ThrowsExactly<ArgumentException>(() => ExportedModel.Decoder(Architecture, Parameters, ["a", "b"]));
        StringAssert.Contains(error.Message, "expected 4, one a feature, got 2");
    }

    [TestMethod]
    public void SavedFilesHoldTheModelAndReplaceOlderOnes()
    {
        var model = new BmVaeModel(
            Architecture, Parameters, new(SpinGraph.Complete(3), new float[3], new float[3]), new(1, new SamplerState("none", default)));
        string encoder = Path.Combine(_folder, "e.onnx"), decoder = Path.Combine(_folder, "d.onnx");
        File.WriteAllBytes(encoder, new byte[100_000]);

        string[] names = ["a", "b", "c", "d"];
        model.SaveEncoderOnnx(encoder, names);
        model.SaveDecoderOnnx(decoder);

        CollectionAssert.AreEqual(ExportedModel.Encoder(Architecture, Parameters, names).ToArray(), File.ReadAllBytes(encoder));
        CollectionAssert.AreEqual(ExportedModel.Decoder(Architecture, Parameters).ToArray(), File.ReadAllBytes(decoder));
        CollectionAssert.AreEquivalent(new[] { encoder, decoder }, Directory.GetFileSystemEntries(_folder));

        var stream = new MemoryStream();
        model.SaveEncoderOnnx(stream);
        CollectionAssert.AreEqual(ExportedModel.Encoder(Architecture, Parameters).ToArray(), stream.ToArray());
        stream.SetLength(0);
        model.SaveDecoderOnnx(stream);
        CollectionAssert.AreEqual(File.ReadAllBytes(decoder), stream.ToArray());
    }

    [TestMethod]
    public void AFailedWriteKeepsTheOldFileAndLeavesNothingBehind()
    {
        string file = Path.Combine(_folder, "f");
        File.WriteAllText(file, "old");
        Assert.ThrowsExactly<InvalidOperationException>(() => WholeFile.Write(file, stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));
        Assert.AreEqual("old", File.ReadAllText(file));
        Assert.AreEqual(file, Directory.GetFileSystemEntries(_folder).Single());
    }

    private static string Described(OnnxNode node) =>
        $"{node.OpType}({string.Join(", ", node.Inputs)}) -> {string.Join(", ", node.Outputs)}";

    private static string Described(OnnxPort port) =>
        $"{port.Name} [{string.Join(", ", port.Shape.Select(dimension => dimension.Name ?? $"{dimension.Size}"))}]";
}
