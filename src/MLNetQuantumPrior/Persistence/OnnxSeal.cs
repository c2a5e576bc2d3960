using System.Security.Cryptography;
using Google.Protobuf;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// A checksum that an ONNX file carries as its last field: the metadata entry "sha256", the SHA-256 of all bytes before the field. Runtimes
/// take it for any other entry.
/// </summary>
internal static class OnnxSeal
{
    private const string Key = "sha256";

    private static readonly int Length = Field(new byte[SHA256.HashSizeInBytes]).Length;

    /// <summary>Whether a file ends with a checksum, right or wrong.</summary>
    public static bool IsOn(ReadOnlySpan<byte> file)
    {
        int start = Field(new byte[SHA256.HashSizeInBytes]).IndexOf((byte)'0'); // of the sum's digits
        return file.Length >= Length && file[^Length..].StartsWith(Field(new byte[SHA256.HashSizeInBytes])[..start]);
    }

    /// <summary>Adds the checksum.</summary>
    public static byte[] Append(ModelProto model)
    {
        byte[] file = OnnxFile.ToArray(model);
        return [.. file, .. Field(SHA256.HashData(file))];
    }

    /// <exception cref="InvalidDataException">The file has another checksum, or none.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        if (file.Length < Length || !file[^Length..].SequenceEqual(Field(SHA256.HashData(file[..^Length]))))
        {
            throw new InvalidDataException("ONNX file: expected it to end with the SHA-256 of what is before, got another. It is damaged.");
        }
    }

    private static ReadOnlySpan<byte> Field(byte[] sum) => new ModelProto
    {
        MetadataProps = { new StringStringEntryProto { Key = Key, Value = Convert.ToHexStringLower(sum) } },
    }.ToByteArray();
}
