using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Tests;

/// <summary>ML.NET model files with changes.</summary>
internal static class MutatedModelZips
{
    private const string OnnxEntry = "TransformerChain/OnnxModel";

    private static readonly MLContext Ml = new();

    public static IEnumerable<MutatedFile> All()
    {
        byte[] encoder = Saved(new BmVaeTransformer(SmallModels.WithClasses(), "Latent", "Features"));
        yield return new("ML.NET model", encoder, Mutation.OfBytes, LoadOurs);
        yield return new("ML.NET model with right checksums", encoder, Sealed, LoadOurs);
        // Other entries are ML.NET's to read, which reserves what they say: no bound of ours holds for them.
        yield return new("ML.NET model with right checksums, as a whole", encoder, (file, random) =>
            Damage.Replaced(file, OnnxEntry, content => SealedOnnx(content, random)), LoadAll);
    }

    private static byte[] Saved(BmVaeTransformer transformer)
    {
        using BmVaeTransformer saved = transformer;
        using var file = new MemoryStream();
        Ml.Model.Save(saved, null, file);
        return file.ToArray();
    }

    private static void LoadOurs(byte[] file)
    {
        using BmVaeTransformer loaded = Ml.Model.LoadBmVae(new MemoryStream(file));
    }

    private static void LoadAll(byte[] file)
    {
        ITransformer loaded = Ml.Model.LoadBmVae(new MemoryStream(file), out _);
        (loaded as IDisposable)?.Dispose();
    }

    /// <summary>A change to an entry of the zip, or to the ONNX file in it or a part of that, under right lengths and checksums.</summary>
    private static byte[] Sealed(byte[] file, Random random)
    {
        (string Name, byte[] Content)[] entries = Damage.Entries(file);
        string name = random.Next(3) == 0 ? entries[random.Next(entries.Length)].Name : OnnxEntry;
        return Damage.Replaced(file, name, content => name == OnnxEntry ? SealedOnnx(content, random) : Mutation.OfBytes(content, random));
    }

    private static byte[] SealedOnnx(byte[] content, Random random)
    {
        ModelProto model = OnnxFile.Read(content.AsSpan(sizeof(int)));
        model.MetadataProps.RemoveAt(model.MetadataProps.Count - 1); // the checksum
        TensorProto[] parts = [.. OnnxFile.Payload(model).Where(tensor => tensor.DataType == TensorProto.Types.DataType.Uint8)];
        TensorProto part = parts[random.Next(parts.Length)];
        bool isJson = part.Name.EndsWith(".json", StringComparison.Ordinal);
        if (random.Next(4) > 0)
        {
            byte[] bytes = part.RawData.ToByteArray();
            SetBytes(part, isJson ? Mutation.OfJson(bytes, random) : Mutation.OfBytes(bytes, random));
            TensorProto manifest = parts.Single(tensor => tensor.Name == ModelEntry.Manifest);
            if (!isJson)
            {
                JsonNode json = JsonNode.Parse(manifest.RawData.Span)!;
                json["sha256"]![part.Name] = Convert.ToHexStringLower(SHA256.HashData(part.RawData.Span));
                SetBytes(manifest, Encoding.UTF8.GetBytes(json.ToJsonString()));
            }
        }
        else if (random.Next(2) == 0)
        {
            TensorProto weights = model.Graph.Initializer[random.Next(model.Graph.Initializer.Count)];
            weights.RawData = ByteString.CopyFrom(Mutation.OfBytes(weights.RawData.ToByteArray(), random));
        }

        byte[] onnx = OnnxFile.ToArray(model);
        if (random.Next(8) == 0)
        {
            onnx = Mutation.OfBytes(onnx, random);
        }

        byte[] seal = new ModelProto
        {
            MetadataProps = { new StringStringEntryProto { Key = "sha256", Value = Convert.ToHexStringLower(SHA256.HashData(onnx)) } },
        }.ToByteArray();
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, onnx.Length + seal.Length);
        return [.. length, .. onnx, .. seal];
    }

    private static void SetBytes(TensorProto tensor, byte[] bytes)
    {
        tensor.RawData = ByteString.CopyFrom(bytes);
        tensor.Dims[0] = bytes.Length;
    }
}
