using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// A folder that any number of processes, on one machine or many, write shards to. A shard is there as a whole or not at all, and one of a
/// name has the same bytes whoever wrote it.
/// </summary>
internal sealed class ShardFolder(string path)
{
    /// <summary>What the names of files begin with that are no shards: readers of whole folders leave them out.</summary>
    public const string Aside = "_";

    /// <summary>Files that are being written: their names, and 32 hexadecimal digits.</summary>
    private static readonly Regex Beside = new($@"^{Aside}(?<whole>.+)\.[0-9a-f]{{32}}$", RegexOptions.CultureInvariant);

    /// <summary>The last four bytes of a Parquet file, as of its first.</summary>
    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    public bool Has(ShardRange shard) => File.Exists(FullPath(shard.Name));

    /// <summary>Writes a file, unless another process has it written by the end.</summary>
    public void Write(string name, Action<Stream> write)
    {
        try
        {
            WholeFile.Write(FullPath(name), write, Aside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && File.Exists(FullPath(name)))
        {
            // It is whole: the other process was faster, and may have tidied up or be reading what it wrote.
        }
    }

    /// <summary>
    /// Deletes what killed processes have left of files that are there as a whole. What is left of others may still be written by a process
    /// on another machine.
    /// </summary>
    public void Tidy()
    {
        foreach (string file in Directory.EnumerateFiles(path))
        {
            if (Beside.Match(Path.GetFileName(file)) is { Success: true } match && File.Exists(FullPath(match.Groups["whole"].Value)))
            {
                try
                {
                    File.Delete(file);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // Someone still writes it, where such a file cannot be deleted.
                }
            }
        }
    }

    /// <summary>SHA-256 of a shard, hexadecimal.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file.</exception>
    public string Sum(ShardRange shard)
    {
        using FileStream file = File.OpenRead(FullPath(shard.Name));
        Span<byte> end = stackalloc byte[Magic.Length];
        if (file.Length >= end.Length)
        {
            file.Seek(-end.Length, SeekOrigin.End);
            file.ReadExactly(end);
            file.Position = 0;
        }

        return end.SequenceEqual(Magic) ? Convert.ToHexStringLower(SHA256.HashData(file)) : throw new InvalidDataException(
            $"Shard '{FullPath(shard.Name)}': expected a Parquet file, got a damaged one. Delete it, and generate its rows again.");
    }

    private string FullPath(string name) => Path.Combine(path, name);
}
