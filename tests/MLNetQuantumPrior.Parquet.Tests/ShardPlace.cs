using System.Security.Cryptography;

namespace MLNetQuantumPrior.Tests;

/// <summary>A folder of shards that a test has for itself.</summary>
internal sealed class ShardPlace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Names and checksums of all files, in the order of their names.</summary>
    public string[] Files(string pattern = "*") =>
    [
        .. Directory.GetFiles(Folder, pattern).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    /// <summary>Shards that are there.</summary>
    public string[] Shards() => Files("*.parquet");

    public string this[string name] => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
