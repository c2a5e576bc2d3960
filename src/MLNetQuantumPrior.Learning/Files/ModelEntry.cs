using System.Security.Cryptography;

namespace MLNetQuantumPrior.Learning;

/// <summary>A named part of a model file.</summary>
internal sealed record ModelEntry(string Name, byte[] Content)
{
    public const string Manifest = "manifest.json", Encoder = "encoder.onnx", Decoder = "decoder.onnx", Prior = "prior.bin",
        Classes = "classes.bin", Outliers = "outliers.bin", Quantiles = "quantiles.bin",
        Attributes = "attributes.bin";

    /// <summary>
    /// Bytes that an entry may have however small it is packed. What JSON becomes in memory is many times its length.
    /// </summary>
    public static int SizeOfAnyRatio(string name) => name == Manifest ? 2 << 20 : CheckedZip.SizeOfAnyRatio;

    /// <summary>Bytes that an entry may have at most.</summary>
    public static int LargestSize(string name) => name == Manifest ? 32 << 20 : int.MaxValue;

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public string Sum() => Convert.ToHexStringLower(SHA256.HashData(Content));
}
