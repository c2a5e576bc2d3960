using System.Buffers.Binary;
using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class OnnxModelTests
{
    private static readonly OnnxModel Everything = new("maker", "1.2", [new("", 17), new("ai.onnx.ml", 2)], new("graph")
    {
        Nodes =
        [
            new("Gemm", "first", ["x", "w"], ["y"])
            {
                Attributes = [new OnnxFloat("alpha", 0.5f), new OnnxInt("transB", -3), new OnnxInts("pads", [0, 1, long.MinValue])],
            },
            new("LabelEncoder", "names", ["y"], ["é", ""])
            {
                Domain = "ai.onnx.ml",
                Attributes = [new OnnxTexts("keys_strings", ["a", ""])],
            },
        ],
        Constants = [OnnxTensor.Of("w", [2, 3], [1, 2, 3, 4, 5, float.NegativeZero]), OnnxTensor.Of("scalar", [], [7])],
        Inputs = [new("x", OnnxElement.Float, [OnnxDimension.Rows, 2])],
        Outputs = [new("y", OnnxElement.Bool, [3]), new("z", OnnxElement.Int64, [])],
    })
    {
        IrVersion = 7,
        Metadata = [new("key", "value"), new("", "")],
        Payload = [OnnxTensor.Of("prior", new byte[] { 1, 2, 255 }), OnnxTensor.Of("empty", ReadOnlyMemory<byte>.Empty)],
    };

    [TestMethod]
    public void EverythingWrittenIsReadBack()
    {
        OnnxModel model = OnnxModel.Read(Everything.ToArray());

        Assert.AreEqual(("maker", "1.2", 7L), (model.Producer, model.ProducerVersion, model.IrVersion));
        CollectionAssert.AreEqual(new OnnxOpset[] { new("", 17), new("ai.onnx.ml", 2) }, model.Opsets);
        CollectionAssert.AreEqual(new OnnxMetadata[] { new("key", "value"), new("", "") }, model.Metadata);
        Assert.AreEqual("value", model["key"]);
        Assert.IsNull(model["other"]);
        AssertTensor(model.Payload[0], "prior", OnnxElement.UInt8, [3], [1, 2, 255]);
        AssertTensor(model.Payload[1], "empty", OnnxElement.UInt8, [0], []);
        Assert.HasCount(2, model.Payload);

        OnnxGraph graph = model.Graph;
        Assert.AreEqual("graph", graph.Name);
        Assert.HasCount(2, graph.Nodes);
        OnnxNode first = graph.Nodes[0], second = graph.Nodes[1];
        Assert.AreEqual(("Gemm", "first", ""), (first.OpType, first.Name, first.Domain));
        CollectionAssert.AreEqual(new[] { "x", "w" }, first.Inputs);
        CollectionAssert.AreEqual(new[] { "y" }, first.Outputs);
        Assert.AreEqual(new OnnxFloat("alpha", 0.5f), first.Attributes[0]);
        Assert.AreEqual(new OnnxInt("transB", -3), first.Attributes[1]);
        Assert.AreEqual("pads", first.Attributes[2].Name);
        CollectionAssert.AreEqual(new[] { 0, 1, long.MinValue }, ((OnnxInts)first.Attributes[2]).Values);
        Assert.AreEqual(("LabelEncoder", "names", "ai.onnx.ml"), (second.OpType, second.Name, second.Domain));
        CollectionAssert.AreEqual(new[] { "é", "" }, second.Outputs);
        CollectionAssert.AreEqual(new[] { "a", "" }, ((OnnxTexts)second.Attributes.Single()).Values);

        byte[] weights = new byte[24];
        for (int k = 0; k < 6; k++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(weights.AsSpan(4 * k), k < 5 ? k + 1 : float.NegativeZero);
        }

        AssertTensor(graph.Constants[0], "w", OnnxElement.Float, [2, 3], weights);
        AssertTensor(graph.Constants[1], "scalar", OnnxElement.Float, [], [0, 0, 0xE0, 0x40]);
        AssertPort(graph.Inputs.Single(), "x", OnnxElement.Float, [new(null, "N"), new(2, null)]);
        AssertPort(graph.Outputs[0], "y", OnnxElement.Bool, [new(3, null)]);
        AssertPort(graph.Outputs[1], "z", OnnxElement.Int64, []);
    }

    [TestMethod]
    public void WritingWhatWasReadGivesTheSameBytes() =>
        CollectionAssert.AreEqual(Everything.ToArray(), OnnxModel.Read(Everything.ToArray()).ToArray());

    [TestMethod]
    public void TruncatedFilesAreRefusedUnlessOnlyWholeFieldsAreMissing()
    {
        byte[] file = Everything.ToArray();
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                OnnxModel part = OnnxModel.Read(file.AsMemory(0, length));
                CollectionAssert.AreEqual(file[..length], part.ToArray(), $"The first {length} bytes were read as something else.");
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        // What may be missing comes after the graph: two opsets, two metadata entries, the payload.
        Assert.AreEqual(file.Length - 5, refused);
    }

    [TestMethod]
    public void DamagedFilesAreReadOrRefusedButNeverAnythingElse()
    {
        byte[] file = Everything.ToArray();
        int refused = 0, read = 0;
        for (int at = 0; at < file.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] damaged = [.. file];
                damaged[at] = (byte)value;
                Try(damaged);
            }
        }

        var random = new Random(1);
        for (int k = 0; k < 20_000; k++)
        {
            byte[] noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            Try(noise);
        }

        Assert.IsTrue(refused > 0 && read > 0);

        void Try(byte[] bytes)
        {
            try
            {
                OnnxModel.Read(bytes);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
    }

    [TestMethod]
    public void OtherFilesAreRefused()
    {
        AssertRefused("", "expected a graph, got none");
        AssertRefused("504B0304", "");
        AssertRefused(Convert.ToHexString("{\"a\": 1}"u8), "");
    }

    // 3A: the graph. 2A: a constant of it. 08: a size, 10: the element type, 4A: the data.
    [TestMethod]
    [DataRow("2A02" + "1001", "of shape [] for tensor ''")]
    [DataRow("2A00", "an element type")]
    [DataRow("2A0C" + "0802" + "1001" + "4A06000000000000", "of shape [2]")]
    [DataRow("2A0D" + "08FFFFFFFFFFFFFFFFFF01" + "1002", "of shape [-1]")]
    [DataRow("2A16" + "08FFFFFFFFFFFFFFFF7F" + "08FFFFFFFFFFFFFFFF7F" + "1002", "got 0 bytes")]
    [DataRow("2A20" + "08FFFFFFFFFFFFFFFF7F" + "08FFFFFFFFFFFFFFFF7F" + "08FFFFFFFFFFFFFFFF7F" + "1002", "got 0 bytes")]
    [DataRow("2A02" + "100A", "elements of type 1, 2, 7 or 9, got 10")]
    [DataRow("0A08" + "2A06" + "0A0161A00105", "type 1, 2, 7 or 8 for attribute 'a', got 5")]
    [DataRow("5A03" + "0A0178", "a tensor for 'x'")]
    public void ImpossibleContentIsNamed(string graph, string message) => AssertRefused($"3A{graph.Length / 2:X2}{graph}", message);

    private static void AssertRefused(string bytes, string message)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => OnnxModel.Read(Convert.FromHexString(bytes)));
        StringAssert.Contains(error.Message, message);
    }

    private static void AssertTensor(OnnxTensor tensor, string name, OnnxElement element, long[] shape, byte[] bytes)
    {
        Assert.AreEqual((name, element), (tensor.Name, tensor.Element));
        CollectionAssert.AreEqual(shape, tensor.Shape);
        CollectionAssert.AreEqual(bytes, tensor.Bytes.ToArray());
    }

    private static void AssertPort(OnnxPort port, string name, OnnxElement element, ImmutableArray<OnnxDimension> shape)
    {
        Assert.AreEqual((name, element), (port.Name, port.Element));
        CollectionAssert.AreEqual(shape, port.Shape);
    }
}
