using System.Security.Cryptography;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A file of the folder models.</summary>
internal sealed record ShippedFile(string Name, long Bytes, string Sha256)
{
    public static ShippedFile Of(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        return new(Path.GetFileName(path), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
