using System.IO.Compression;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Where tables are: a folder that was given, else the repository's.</summary>
/// <param name="given">Null for none.</param>
internal sealed class TableFolder(string? given)
{
    /// <summary>Path of a table, unpacked; null where there is none of that name.</summary>
    public string? Find(string name)
    {
        string file = name + ".csv";
        if (given is not null && File.Exists(Path.Combine(given, file)))
        {
            return Path.Combine(given, file);
        }

        string packed = Path.Combine(Checkout.Root, "data", file + ".gz"), unpacked = Checkout.Artifacts("data", "tables", file);
        return File.Exists(packed) ? Unpack(packed, unpacked) : null;
    }

    /// <summary>Unpacks a file beside and renames it, unless that was done since it last changed.</summary>
    public static string Unpack(string packed, string unpacked)
    {
        if (File.Exists(unpacked) && File.GetLastWriteTimeUtc(unpacked) >= File.GetLastWriteTimeUtc(packed))
        {
            return unpacked;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(unpacked)!);
        using (FileStream source = File.OpenRead(packed), target = File.Create(unpacked + ".new"))
        using (var content = new GZipStream(source, CompressionMode.Decompress))
        {
            content.CopyTo(target);
        }

        File.Move(unpacked + ".new", unpacked, overwrite: true);
        return unpacked;
    }
}
