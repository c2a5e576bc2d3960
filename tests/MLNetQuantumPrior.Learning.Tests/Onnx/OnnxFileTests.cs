using System.Buffers.Binary;
using Google.Protobuf;
using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class OnnxFileTests
{
    private static readonly ModelProto Everything = new()
    {
        IrVersion = 7,
        ProducerName = "maker",
        ProducerVersion = "1.2",
        OpsetImport =
        {
            new OperatorSetIdProto { Domain = "", Version = 17 },
            new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 2 },
        },
        Graph = Graph(),
        MetadataProps =
        {
            new StringStringEntryProto { Key = "key", Value = "value" },
            new StringStringEntryProto { Key = "", Value = "" },
        },
        TrainingInfo =
        {
            new TrainingInfoProto
            {
                Initialization = new()
                {
                    Name = "payload",
                    Initializer =
                    {
                        TensorProto.Of("prior", [3], new byte[] { 1, 2, 255 }),
                        TensorProto.Of("empty", [0], Array.Empty<byte>()),
                    },
                },
            },
        },
    };

    [TestMethod]
    public void EverythingWrittenIsReadBack()
    {
        ModelProto model = OnnxFile.Read(OnnxFile.ToArray(Everything));

        Assert.AreEqual(Everything, model);
        TensorProto[] payload = [.. OnnxFile.Payload(model)];
        AssertTensor(payload[0], "prior", DataType.Uint8, [3], [1, 2, 255]);
        AssertTensor(payload[1], "empty", DataType.Uint8, [0], []);
        Assert.HasCount(2, payload);

        byte[] weights = new byte[24];
        for (int k = 0; k < 6; k++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(weights.AsSpan(4 * k), k < 5 ? k + 1 : float.NegativeZero);
        }

        AssertTensor(model.Graph.Initializer[0], "w", DataType.Float, [2, 3], weights);
        AssertTensor(model.Graph.Initializer[1], "scalar", DataType.Float, [], [0, 0, 0xE0, 0x40]);
        AssertTensor(model.Graph.Node[1].Attribute[1].T, "halves", DataType.Float16, [2], [0, 0x3C, 2, 0]);
        AssertTensor(model.Graph.Initializer[2], "sizes", DataType.Int64, [1], [0xFE, 255, 255, 255, 255, 255, 255, 255]);
    }

    // By hand, from the numbers in the ONNX specification.
    [TestMethod]
    public void FieldsHaveTheNumbersOfTheSpecification()
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = new()
            {
                Name = "g",
                Node = { new NodeProto { OpType = "Cast", Input = { "x" }, Output = { "y" }, Attribute = { AttributeProto.Of("to", 1) } } },
                Initializer = { TensorProto.Of("w", [1, 1], [-1f]) },
            },
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
        };

        const string Node = "0A17" + "0A0178" + "120179" + "220443617374" + "2A09" + "0A02746F" + "1801" + "A00102";
        const string Weight = "2A0F" + "0801" + "0801" + "1001" + "420177" + "4A04" + "000080BF";
        Assert.AreEqual("0808" + "3A2D" + Node + "120167" + Weight + "42021011", Convert.ToHexString(OnnxFile.ToArray(model)));
    }

    [TestMethod]
    public void StreamsReceiveTheSameBytes()
    {
        using var stream = new MemoryStream();
        OnnxFile.Write(Everything, stream);
        CollectionAssert.AreEqual(OnnxFile.ToArray(Everything), stream.ToArray());
    }

    [TestMethod]
    public void FilesOfMoreThanTwoGigabytesAreRefused()
    {
        byte[] large = new byte[1 << 20]; // 2,048 times the same megabyte
        TensorProto tensor = TensorProto.Of("w", [large.Length], large);
        var model = new ModelProto { Graph = new() { Initializer = { Enumerable.Repeat(tensor, 2048) } } };

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => OnnxFile.Write(model, Stream.Null));
        StringAssert.Contains(error.Message, "expected at most 2147483647 bytes, got 2147483648");

        model.Graph.Initializer[0] = TensorProto.Of("w", [large.Length - 1], large[1..]); // without names and sizes it would fit
        Assert.ThrowsExactly<InvalidOperationException>(() => OnnxFile.Write(model, Stream.Null));
    }

    [TestMethod]
    public void UnknownFieldsAreSkipped()
    {
        byte[] unknown = Convert.FromHexString("F80601" + "F1060102030405060708" + "EA0603AABBCC" + "E50601020304"); // 111 to 108
        Assert.AreEqual(Everything, OnnxFile.Read([.. unknown, .. OnnxFile.ToArray(Everything)]));
    }

    [TestMethod]
    public void WritingWhatWasReadGivesTheSameBytes() =>
        CollectionAssert.AreEqual(OnnxFile.ToArray(Everything), OnnxFile.ToArray(OnnxFile.Read(OnnxFile.ToArray(Everything))));

    [TestMethod]
    public void TruncatedFilesAreRefusedUnlessOnlyWholeFieldsAreMissing()
    {
        byte[] file = OnnxFile.ToArray(Everything);
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                ModelProto part = OnnxFile.Read(file.AsSpan(0, length));
                CollectionAssert.AreEqual(file[..length], OnnxFile.ToArray(part), $"The first {length} bytes were read as something else.");
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
        byte[] file = OnnxFile.ToArray(Everything);
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
                OnnxFile.Read(bytes);
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
    [DataRow("2A02" + "100C", "an element type of 1 to 3, 5 to 7, 9 to 11 or 13 for tensor '', got 12")]
    public void ImpossibleContentIsNamed(string graph, string message) => AssertRefused($"3A{graph.Length / 2:X2}{graph}", message);

    private static void AssertRefused(string bytes, string message)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => OnnxFile.Read(Convert.FromHexString(bytes)));
        StringAssert.Contains(error.Message, message);
    }

    private static void AssertTensor(TensorProto tensor, string name, DataType elements, long[] shape, byte[] bytes)
    {
        Assert.AreEqual((name, elements), (tensor.Name, tensor.DataType));
        CollectionAssert.AreEqual(shape, tensor.Dims);
        CollectionAssert.AreEqual(bytes, tensor.RawData.ToByteArray());
    }

    private static GraphProto Graph() => new()
    {
        Name = "graph",
        Node =
        {
            new NodeProto
            {
                OpType = "Gemm",
                Name = "first",
                Input = { "x", "w" },
                Output = { "y" },
                Attribute =
                {
                    AttributeProto.Of("alpha", 0.5f),
                    AttributeProto.Of("transB", -3),
                    AttributeProto.Of("pads", [0, 1, long.MinValue]),
                },
            },
            new NodeProto
            {
                OpType = "LabelEncoder",
                Name = "names",
                Domain = "ai.onnx.ml",
                Input = { "y" },
                Output = { "é", "" },
                Attribute =
                {
                    AttributeProto.Of("keys_strings", ["a", ""]),
                    AttributeProto.Of("value", TensorProto.OfHalves("halves", [2], [1, 1e-7f])),
                },
            },
        },
        Initializer =
        {
            TensorProto.Of("w", [2, 3], [1, 2, 3, 4, 5, float.NegativeZero]),
            TensorProto.Of("scalar", [], [7f]),
            TensorProto.Of("sizes", [-2L]),
        },
        Input = { Port("x", DataType.Float, new() { DimParam = "N" }, new() { DimValue = 2 }) },
        Output = { Port("y", DataType.Bool, new TensorShapeProto.Types.Dimension { DimValue = 3 }), Port("z", DataType.Int64) },
    };

    private static ValueInfoProto Port(string name, DataType elements, params TensorShapeProto.Types.Dimension[] shape) =>
        new() { Name = name, Type = new() { TensorType = new() { ElemType = elements, Shape = new() { Dim = { shape } } } } };
}
