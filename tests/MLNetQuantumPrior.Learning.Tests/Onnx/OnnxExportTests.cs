using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Google.Protobuf;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class OnnxExportTests
{
    private static readonly VaeArchitecture Architecture = new(
        [new Dense(4, 5), new Activation(ActivationFunction.LeakyRelu), new Dense(5, 3)],
        [
            new Dense(3, 6), new Activation(ActivationFunction.Tanh),
            new Dense(6, 2), new Activation(ActivationFunction.Relu), new Dense(2, 4),
        ]);

    private static readonly float[] Parameters = [.. Enumerable.Range(0, Architecture.ParameterCount).Select(i => i / 8f)];

    private static readonly BmVaeModel Model = TestModels.Of(Architecture, Parameters);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void TheEncodersLayersBecomeNodesInOrder()
    {
        ModelProto model = OnnxFile.Read(OnnxExport.Encoder(Model).ToByteArray());

        CollectionAssert.AreEqual(
            new[]
            {
                "Clip(Features, encoder.scaled.zero, encoder.scaled.one) -> encoder.scaled",
                "Gemm(encoder.scaled, encoder.0.weight, encoder.0.bias) -> encoder.0",
                "LeakyRelu(encoder.0) -> encoder.1",
                "Gemm(encoder.1, encoder.2.weight, encoder.2.bias) -> encoder.logits",
                "MatMul(Features, encoder.notFinite.zeros) -> encoder.notFinite",
                "Add(encoder.logits, encoder.notFinite) -> Logits",
                "Greater(encoder.logits, encoder.bits.threshold) -> encoder.bits.above",
                "Cast(encoder.bits.above) -> encoder.bits",
                "Add(encoder.bits, encoder.notFinite) -> Bits",
            },
            model.Graph.Node.Select(Described).ToArray());
        Assert.AreEqual(AttributeProto.Of("alpha", 0.01f), model.Graph.Node[2].Attribute.Single());
        Assert.AreEqual(AttributeProto.Of("to", 1), model.Graph.Node[7].Attribute.Single());
        CollectionAssert.AreEqual(new[] { "Features [N, 4]" }, model.Graph.Input.Select(Described).ToArray());
        CollectionAssert.AreEqual(new[] { "Logits [N, 3]", "Bits [N, 3]" }, model.Graph.Output.Select(Described).ToArray());
    }

    [TestMethod]
    public void TheDecodersLayersBecomeNodesInOrder()
    {
        ModelProto model = OnnxFile.Read(OnnxExport.Decoder(Model).ToByteArray());

        CollectionAssert.AreEqual(
            new[]
            {
                "Gemm(Bits, decoder.0.weight, decoder.0.bias) -> decoder.0",
                "Tanh(decoder.0) -> decoder.1",
                "Gemm(decoder.1, decoder.2.weight, decoder.2.bias) -> decoder.2",
                "Relu(decoder.2) -> decoder.3",
                "Gemm(decoder.3, decoder.4.weight, decoder.4.bias) -> decoder.outputs",
                "Sigmoid(decoder.outputs) -> Features",
            },
            model.Graph.Node.Select(Described).ToArray());
        CollectionAssert.AreEqual(new[] { "Bits [N, 3]" }, model.Graph.Input.Select(Described).ToArray());
        CollectionAssert.AreEqual(new[] { "Features [N, 4]" }, model.Graph.Output.Select(Described).ToArray());
    }

    [TestMethod]
    public void ConstantsAreTheParameterBlocks()
    {
        TensorProto[] constants =
        [
            .. OnnxExport.Encoder(Model).Graph.Initializer,
            .. OnnxExport.Decoder(Model).Graph.Initializer,
        ];
        foreach (ParameterBlock block in Architecture.Parameters)
        {
            TensorProto tensor = constants.Single(constant => constant.Name == block.Name);
            CollectionAssert.AreEqual(block.Shape.Select(size => (long)size).ToArray(), tensor.Dims);
            CollectionAssert.AreEqual(Parameters[block.Offset..block.End], MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray());
        }

        Assert.HasCount(
            Architecture.Parameters.Length + 4, constants,
            "Expected the parameters, the bounds of the clipping, the threshold of the bits and the zeros of NaN.");
    }

    [TestMethod]
    public void ModelsSayWhatTheyAre()
    {
        string[] names = ["a", "b \"quoted\"", "", "é"];
        BmVaeModel named = TestModels.Of(Architecture, Parameters, null, names);
        foreach (ModelProto model in (ModelProto[])
            [OnnxExport.Encoder(named), OnnxExport.Decoder(named)])
        {
            Assert.AreEqual("MLNetQuantumPrior", model.ProducerName);
            StringAssert.Matches(model.ProducerVersion, new(@"^\d+\.\d+\.\d+(-[\w.]+)?$"));
            Assert.AreEqual(8, model.IrVersion);
            Assert.AreEqual(new OperatorSetIdProto { Domain = "", Version = 17 }, model.OpsetImport.Single());
            Assert.AreEqual("3", Said(model, "latent_size"));
            string?[] said = [.. JsonNode.Parse(Said(model, "slot_names")!)!.AsArray().Select(name => (string?)name)];
            CollectionAssert.AreEqual(names, said);
        }

        Assert.IsNull(Said(OnnxExport.Encoder(Model), "slot_names"));
    }

    [TestMethod]
    public void ScalingBecomesNodesBeforeTheEncoderAndAfterTheDecoder()
    {
        BmVaeModel scaled = TestModels.Of(Architecture, Parameters, new([-1, 0, 5, 2], [4, 1, 0, 10]));

        CollectionAssert.AreEqual(
            new[]
            {
                "Sub(Features, encoder.scaled.minimum) -> encoder.scaled.above",
                "Mul(encoder.scaled.above, encoder.scaled.factor) -> encoder.scaled.unclipped",
                "Clip(encoder.scaled.unclipped, encoder.scaled.zero, encoder.scaled.one) -> encoder.scaled",
                "Gemm(encoder.scaled, encoder.0.weight, encoder.0.bias) -> encoder.0",
            },
            OnnxExport.Encoder(scaled).Graph.Node.Take(4).Select(Described).ToArray());
        CollectionAssert.AreEqual(
            new[]
            {
                "Sigmoid(decoder.outputs) -> Features.scaled",
                "Mul(Features.scaled, Features.range) -> Features.above",
                "Add(Features.above, Features.minimum) -> Features",
            },
            OnnxExport.Decoder(scaled).Graph.Node.TakeLast(3).Select(Described).ToArray());
    }

    [TestMethod]
    public void GroupsOfFeaturesAreSplitMadeAndJoined()
    {
        VaeArchitecture mixed = Architecture with
        {
            Likelihood = new(new CategoricalSlots(2), new GaussianSlots(1), new BernoulliSlots(1)),
        };
        BmVaeModel model = TestModels.Of(mixed, [.. Parameters, 0]);

        CollectionAssert.AreEqual(
            new[]
            {
                "Split(decoder.outputs, Features.sizes) -> Features.0.output, Features.1.output, Features.2.output",
                "Softmax(Features.0.output) -> Features.0",
                "Sigmoid(Features.2.output) -> Features.2",
                "Concat(Features.0, Features.1.output, Features.2) -> Features",
            },
            OnnxExport.Decoder(model).Graph.Node.TakeLast(4).Select(Described).ToArray());
        CollectionAssert.AreEqual(
            new[]
            {
                "Max(Features, encoder.scaled.lowest) -> encoder.scaled.raised",
                "Min(encoder.scaled.raised, encoder.scaled.highest) -> encoder.scaled",
            },
            OnnxExport.Encoder(model).Graph.Node.Take(2).Select(Described).ToArray());
    }

    [TestMethod]
    public void GaussianFeaturesAreTheOutputsAndNeverClipped()
    {
        BmVaeModel model = TestModels.Of(Architecture with { Likelihood = Likelihood.Gaussian(4) }, [.. Parameters, 0, 0, 0, 0]);

        Assert.AreEqual("Identity(decoder.outputs) -> Features", Described(OnnxExport.Decoder(model).Graph.Node[^1]));
        Assert.AreEqual(
            "Gemm(Features, encoder.0.weight, encoder.0.bias) -> encoder.0", Described(OnnxExport.Encoder(model).Graph.Node[0]));
    }

    [TestMethod]
    public void SavedFilesHoldTheModelAndReplaceOlderOnes()
    {
        string[] names = ["a", "b", "c", "d"];
        BmVaeModel named = TestModels.Of(Architecture, Parameters, null, names);
        string encoder = Path.Combine(_folder, "e.onnx"), decoder = Path.Combine(_folder, "d.onnx");
        File.WriteAllBytes(encoder, new byte[100_000]);

        named.SaveEncoderOnnx(encoder);
        Model.SaveDecoderOnnx(decoder);

        CollectionAssert.AreEqual(OnnxExport.Encoder(named).ToByteArray(), File.ReadAllBytes(encoder));
        CollectionAssert.AreEqual(OnnxExport.Decoder(Model).ToByteArray(), File.ReadAllBytes(decoder));
        CollectionAssert.AreEquivalent(new[] { encoder, decoder }, Directory.GetFileSystemEntries(_folder));

        var stream = new MemoryStream();
        Model.SaveEncoderOnnx(stream);
        CollectionAssert.AreEqual(OnnxExport.Encoder(Model).ToByteArray(), stream.ToArray());
        stream.SetLength(0);
        Model.SaveDecoderOnnx(stream);
        CollectionAssert.AreEqual(File.ReadAllBytes(decoder), stream.ToArray());
    }

    private static string Described(NodeProto node) =>
        $"{node.OpType}({string.Join(", ", node.Input)}) -> {string.Join(", ", node.Output)}";

    private static string Described(ValueInfoProto port)
    {
        IEnumerable<string> shape = port.Type.TensorType.Shape.Dim.Select(size => size.HasDimParam ? size.DimParam : $"{size.DimValue}");
        return $"{port.Name} [{string.Join(", ", shape)}]";
    }

    private static string? Said(ModelProto model, string key) =>
        model.MetadataProps.FirstOrDefault(entry => entry.Key == key)?.Value;
}
