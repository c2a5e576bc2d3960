using Google.Protobuf;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;
using Dimension = MLNetQuantumPrior.Learning.Onnx.TensorShapeProto.Types.Dimension;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class OnnxSessionTests
{
    private static readonly VaeArchitecture Architecture = VaeArchitecture.Mlp(24, [16], 6);

    private static readonly byte[] Model = OnnxExport.Encoder(
        TestNetworks.Model(Architecture, TestNetworks.Parameters(Architecture))).ToByteArray();

    [TestMethod]
    public void SizesAreTheModels()
    {
        using OnnxSession session = Session();
        Assert.AreEqual(24, session.InputSize);
        CollectionAssert.AreEqual(new[] { 6, 6 }, session.OutputSizes);
    }

    [TestMethod]
    public void OutputsComeInTheOrderAskedFor()
    {
        float[] features = TestNetworks.Features(5, 24), logits = new float[30], bits = new float[30], alone = new float[30];
        using (OnnxSession session = Session())
        {
            session.Run(features, logits, bits);
        }

        using var other = new OnnxSession("encoder", Model, "Features", ["Bits", "Logits"]);
        float[] first = new float[30], second = new float[30];
        other.Run(features, first, second);
        CollectionAssert.AreEqual(bits, first);
        CollectionAssert.AreEqual(logits, second);

        using var single = new OnnxSession("encoder", Model, "Features", ["Logits"]);
        single.Run(features, alone);
        CollectionAssert.AreEqual(logits, alone);
    }

    [TestMethod]
    public void OnlyTheGivenPartOfABufferIsWritten()
    {
        using OnnxSession session = Session();
        float[] features = TestNetworks.Features(2, 24), expected = new float[12], ignored = new float[12], buffer = new float[20];
        session.Run(features, expected, ignored);
        Array.Fill(buffer, 7f);
        session.Run(features, buffer.AsMemory(3, 12), ignored);
        CollectionAssert.AreEqual((float[])[7, 7, 7, .. expected, 7, 7, 7, 7, 7], buffer);
    }

    [TestMethod]
    public void NoRowsAreNoWork()
    {
        using OnnxSession session = Session();
        session.Run([], Memory<float>.Empty, Memory<float>.Empty);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void ConcurrentRunsDoNotDisturbEachOther(int threads)
    {
        using var session = new OnnxSession("encoder", Model, "Features", ["Logits"], threads);
        float[][] features =
            [.. Enumerable.Range(1, 8).Select(k => TestNetworks.Features(k * 5, 24).Select(x => x / k).ToArray())];
        float[][] expected = [.. features.Select(Run)];
        Parallel.For(0, 400, new() { MaxDegreeOfParallelism = 8 }, k => CollectionAssert.AreEqual(expected[k % 8], Run(features[k % 8])));

        float[] Run(float[] input)
        {
            float[] logits = new float[input.Length / 24 * 6];
            session.Run(input, logits);
            return logits;
        }
    }

    [TestMethod]
    public void LengthsThatDoNotFitAreNamed()
    {
        using OnnxSession session = Session();
        float[] room = new float[12];
        Refused(() => session.Run(new float[25], room, room), "Input 'Features' of ", "expected whole rows of 24 values, got 25");
        Refused(() => session.Run(new float[48], room), "Outputs of ", "expected 2, Logits, Bits, got 1");
        Refused(() => session.Run(new float[48], room, new float[13]), "Output 'Bits' of ", "expected room for [2, 6] values, got 13");
        Refused(() => session.Run([], room, room), "Output 'Logits' of ", "expected room for [0, 6] values, got 12");

        static void Refused(Action run, string what, string message) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(run).Message, $"{what}ONNX model 'encoder': {message}");
    }

    [TestMethod]
    public void OtherModelsAreRefused()
    {
        Refused([1, 2, 3], "Features", "Logits", "expected one that ONNX Runtime can run");
        Refused([], "Features", "Logits", "expected one that ONNX Runtime can run");
        Refused(Model.AsSpan(0, Model.Length / 2).ToArray(), "Features", "Logits", "expected one that ONNX Runtime can run");
        Refused(Model, "Pixels", "Logits", "expected an input 'Pixels', got 'Features'");
        Refused(Model, "Features", "Latent", "expected an output 'Latent', got 'Logits', 'Bits'");

        byte[] twoInputs = With(input: Port("Other", DataType.Float, new Dimension { DimValue = 1 }));
        Refused(twoInputs, "Features", "Logits", "expected one input, 'Features', got 'Features', 'Other'");
        byte[] truths = With(output: Port("encoder.bits.above", DataType.Bool, new() { DimParam = "N" }, new() { DimValue = 6 }));
        Refused(
            truths, "Features", "encoder.bits.above",
            "expected output 'encoder.bits.above' to be [N, columns] of Float, got [-1, 6] of Bool");

        static void Refused(byte[] model, string input, string output, string message)
        {
            var error = Assert.ThrowsExactly<InvalidDataException>(() => new OnnxSession("encoder", model, input, [output]));
            StringAssert.StartsWith(error.Message, $"ONNX model 'encoder': {message}");
        }
    }

    [TestMethod]
    public void ADisposedSessionSaysSo()
    {
        OnnxSession session = Session();
        session.Dispose();
        session.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.Run(new float[24], new float[6], new float[6]));
    }

    private static OnnxSession Session() => new("encoder", Model, "Features", ["Logits", "Bits"]);

    private static byte[] With(ValueInfoProto? input = null, ValueInfoProto? output = null)
    {
        ModelProto model = OnnxFile.Read(Model);
        if (input is not null)
        {
            model.Graph.Input.Add(input);
        }

        if (output is not null)
        {
            model.Graph.Output.Clear();
            model.Graph.Output.Add(output);
        }

        return model.ToByteArray();
    }

    private static ValueInfoProto Port(string name, DataType elements, params Dimension[] shape) =>
        new() { Name = name, Type = new() { TensorType = new() { ElemType = elements, Shape = new() { Dim = { shape } } } } };
}
