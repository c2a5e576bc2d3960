using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Files whose checksums are right and whose content is not.</summary>
[TestClass]
public sealed class SealedModelFileTests
{
    private static readonly byte[] File = Bytes(SmallModels.WithClasses());
    private static readonly byte[] GaussianFile = Bytes(SmallModels.Gaussian());

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void NumbersThatAreNotFiniteAreRefused(float number)
    {
        Refused("weights 'encoder.0.weight'", Damage.Sealed(File, "encoder.onnx", onnx => WithWeight(onnx, "encoder.0.weight", number)));
        Refused("weights 'encoder.2.bias'", Damage.Sealed(File, "encoder.onnx", onnx => WithWeight(onnx, "encoder.2.bias", number)));
        Refused("weights 'decoder.2.weight'", Damage.Sealed(File, "decoder.onnx", onnx => WithWeight(onnx, "decoder.2.weight", number)));

        int singles = 16 + (8 * 5) + (8 * 10); // after sizes, labels, colours and pairs
        Refused("prior.bin", Damage.Sealed(File, "prior.bin", content => WithSingle(content, singles, number)));
        Refused("prior.bin", Damage.Sealed(File, "prior.bin", content => WithSingle(content, content.Length - 4, number)));
        Refused("classes.bin: expected finite fields of class 'cat'", Damage.Sealed(
            File, "classes.bin", content => WithSingle(content, 8, number)));
        Refused("classes.bin", Damage.Sealed(File, "classes.bin", content => WithSingle(content, 8 + 20 + 4 + 8, number)));
        Refused("outliers.bin: expected finite terms", Damage.Sealed(
            File, "outliers.bin", content => WithSingle(content, content.Length - 4, number)));
        Refused("classes.bin", Damage.Sealed(GaussianFile, "classes.bin", content => WithSingle(content, content.Length - 4, number)));

        string text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Refused("Scaling of slot 2", Damage.Edited(File, json => json["scalingMinimum"]![2] = text));
        Refused("Scaling of slot 1", Damage.Edited(File, json => json["scalingRange"]![1] = text));
    }

    [TestMethod]
    public void LearnedVariancesAreFinite()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(2, [], 3) with { Likelihood = Likelihood.Gaussian(2) };
        byte[] file = Bytes(TestModels.Of(architecture, new float[architecture.ParameterCount]));
        Refused("learnedVariances", Damage.Edited(file, json => json["learnedVariances"]![1] = "NaN"));
        Refused("expected 2 learned variances, finite", Damage.Edited(file, json => json["learnedVariances"]![1] = 1000));
    }

    [TestMethod]
    public void AVarianceOfANormalisationIsNotNegative()
    {
        VaeArchitecture architecture = new([new Dense(3, 2), new BatchNorm(2)], [new Dense(2, 3)]);
        byte[] file = Bytes(TestModels.Of(architecture, Array.ConvertAll(new float[architecture.ParameterCount], _ => 1f)));
        BmVaeModel.Load(new MemoryStream(file));
        Refused("expected finite weights 'encoder.1.variance' of at least 0, got -1", Damage.Sealed(
            file, "encoder.onnx", onnx => WithWeight(onnx, "encoder.1.variance", -1)));
    }

    [TestMethod]
    public void NamesAndReportsAreThereAndDifferent()
    {
        Refused("expected reports of epochs, got null", Edited(json => json["training"]!["epochs"] = new JsonArray((JsonNode?)null)));
        Refused("manifest.json", Edited(json => json["training"]!["epochs"] = null));
        Refused("manifest.json", Edited(json => json["training"]!["options"] = null));
        Refused("expected names of classes, got null", Edited(json => json["classes"]![0] = null));
        Refused("expected different names of classes, got 'dog' twice", Edited(json => json["classes"]![0] = "dog"));
        Refused("expected slot names, got null", Edited(json => json["slotNames"]![0] = null));
        Refused("manifest.json", Edited(json => json["graph"] = null));
        Refused("manifest.json", Edited(json => json["sha256"] = null));
        Refused("manifest.json", Edited(json => json["training"]!["options"]!["batchSize"] = 0));
        Refused("manifest.json", Damage.Replaced(File, "manifest.json", _ => """{"format": "\ud800", "formatVersion": 3}"""u8.ToArray()));

        static byte[] Edited(Action<JsonNode> change) => Damage.Edited(File, change);
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(-1L)]
    [DataRow(long.MinValue)]
    public void AClassHasRows(long rows)
    {
        Refused("classes.bin: expected a row of class 'cat' or more", Damage.Sealed(File, "classes.bin", content =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(8 + 20 + 4), rows);
            return content;
        }));
        Refused("classes.bin: expected a row of class 'a' or more", Damage.Sealed(GaussianFile, "classes.bin", content =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(12), rows);
            return content;
        }));
    }

    private static void Refused(string message, byte[] file) => StringAssert.Contains(
        Assert.ThrowsExactly<InvalidDataException>(() => BmVaeModel.Load(new MemoryStream(file))).Message, message);

    private static byte[] WithWeight(byte[] onnx, string name, float number)
    {
        ModelProto model = OnnxFile.Read(onnx);
        TensorProto tensor = model.Graph.Initializer.Single(tensor => tensor.Name == name);
        tensor.RawData = ByteString.CopyFrom(WithSingle(tensor.RawData.ToByteArray(), tensor.RawData.Length - 4, number));
        return OnnxFile.ToArray(model);
    }

    private static byte[] WithSingle(byte[] content, int at, float number)
    {
        BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(at), number);
        return content;
    }

    private static byte[] Bytes(BmVaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
