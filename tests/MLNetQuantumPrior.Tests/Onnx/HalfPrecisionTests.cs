using Microsoft.ML.OnnxRuntime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Learning.Tests;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Tests;

/// <summary>Files with weights of half precision.</summary>
[TestClass]
public sealed class HalfPrecisionTests
{
    /// <summary>That of files in single precision, because rounding is all that is done to the weights.</summary>
    private const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Networks => TestNetworks.All;

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void NetworksAreThoseOfTheRoundedWeights(string _, VaeArchitecture architecture)
    {
        const int Rows = 3;
        float[] parameters = TestNetworks.Parameters(architecture);
        BmVaeModel model = TestNetworks.Model(architecture, parameters);
        float[] rounded = TestNetworks.Rounded(architecture, parameters);

        float[] features = TestNetworks.Features(Rows, architecture.InputSize), logits = new float[Rows * architecture.LatentSize];
        using (var encoder = new OnnxSession("encoder", Encoder(model), "Features", ["Logits"]))
        {
            encoder.Run(features, logits);
        }

        PlainNetwork plainEncoder = PlainNetwork.Encoder(architecture, rounded);
        double[] expected = [.. features.Chunk(architecture.InputSize).SelectMany(row => plainEncoder.Logits(row))];
        AssertEqual(expected, logits);

        float[] bits = TestNetworks.Bits(Rows, architecture.LatentSize), decoded = new float[Rows * architecture.InputSize];
        using (var decoder = new OnnxSession("decoder", Decoder(model), "Bits", ["Features"]))
        {
            decoder.Run(bits, decoded);
        }

        PlainNetwork plainDecoder = PlainNetwork.Decoder(architecture, rounded);
        AssertEqual([.. bits.Chunk(architecture.LatentSize).SelectMany(row => plainDecoder.Probabilities(row))], decoded);
    }

    [TestMethod]
    public void FilesPassTheOfficialChecker() => OnnxChecker.Check(TestNetworks.All.SelectMany(network =>
    {
        var architecture = (VaeArchitecture)network[1];
        BmVaeModel model = TestNetworks.Model(architecture, TestNetworks.Parameters(architecture));
        return (byte[][])[Encoder(model), Decoder(model)];
    }));

    [TestMethod]
    public void FilesAreHalfTheSize()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(784, [512, 256], 128);
        BmVaeModel model = TestNetworks.Model(architecture, TestNetworks.Parameters(architecture));

        // 2 bytes less for each weight, and as much as before for 1,296 biases or fewer, names and nodes.
        AssertHalf(OnnxFile.ToArray(OnnxExport.Encoder(model)), Encoder(model));
        AssertHalf(OnnxFile.ToArray(OnnxExport.Decoder(model)), Decoder(model));

        static void AssertHalf(byte[] single, byte[] half) => Assert.AreEqual(0.5, (double)half.Length / single.Length, 0.005);
    }

    [TestMethod]
    public void OnnxRuntimeConvertsWeightsWhenItLoads()
    {
        VaeArchitecture architecture = VaeArchitecture.Convolutional(28, 28, 1, [4, 8], 16);
        BmVaeModel model = TestNetworks.Model(architecture, TestNetworks.Parameters(architecture));
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var options = new SessionOptions
            {
                OptimizedModelFilePath = file, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
            };
            using (new InferenceSession(Decoder(model), options))
            {
            }

            var loaded = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(File.ReadAllBytes(file));
            Assert.DoesNotContain("Constant", loaded.Graph.Node.Select(node => node.OpType));
            Assert.DoesNotContain("Cast", loaded.Graph.Node.Select(node => node.OpType));
            Assert.DoesNotContain(DataType.Float16, loaded.Graph.Initializer.Select(tensor => tensor.DataType));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void MLNetRunsThem()
    {
        const int Latents = 5, Slots = 7;
        VaeArchitecture architecture = VaeArchitecture.Mlp(Slots, [9], Latents);
        float[] parameters = TestNetworks.Parameters(architecture), bits = TestNetworks.Bits(1, Latents);
        float[] features = DecoderInMLNet.Run(TestNetworks.Model(architecture, parameters), OnnxPrecision.Half, bits);
        AssertEqual(PlainNetwork.Decoder(architecture, TestNetworks.Rounded(architecture, parameters)).Probabilities(bits), features);
    }

    [TestMethod]
    public void ALayerWithAWeightBeyondTheLargestHalfStaysSingle()
    {
        var architecture = new VaeArchitecture([new Dense(1, 1)], [new Dense(1, 1), new Dense(1, 1)]);
        BmVaeModel model = TestNetworks.Model(architecture, [1, 0, 1e5f, 0, 65504, 0]);
        GraphProto decoder = OnnxExport.Decoder(model, OnnxPrecision.Half).Graph;

        CollectionAssert.IsSubsetOf((string[])["decoder.0.weight"], decoder.Initializer.Select(tensor => tensor.Name).ToArray());
        NodeProto half = decoder.Node.Single(node => node.OpType == "Constant");
        Assert.AreEqual(("decoder.1.weight.half", DataType.Float16), (half.Name, half.Attribute.Single().T.DataType));
    }

    [TestMethod]
    public void AnUnknownPrecisionIsAnError()
    {
        var architecture = new VaeArchitecture([new Dense(1, 1)], [new Dense(1, 1)]);
        BmVaeModel model = TestNetworks.Model(architecture, [1, 0, 1, 0]);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.SaveEncoderOnnx(Stream.Null, (OnnxPrecision)9));
        StringAssert.Contains(error.Message, "'precision': expected one of Single, Half");
    }

    private static byte[] Encoder(BmVaeModel model) => OnnxFile.ToArray(OnnxExport.Encoder(model, OnnxPrecision.Half));

    private static byte[] Decoder(BmVaeModel model) => OnnxFile.ToArray(OnnxExport.Decoder(model, OnnxPrecision.Half));

    private static void AssertEqual(double[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int k = 0; k < actual.Length; k++)
        {
            Assert.AreEqual(expected[k], actual[k], Tolerance);
        }
    }
}
