using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior;

/// <summary>
/// SHA-256 of what a model file holds: names and contents of its entries. How they are compressed, which may differ between machines, does
/// not matter.
/// </summary>
internal static class ContentDigest
{
    /// <param name="save">Writes the file.</param>
    public static string Of(Action<Stream> save)
    {
        using var file = new MemoryStream();
        save(file);
        return Of(file);
    }

    private static string Of(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        var lines = new StringBuilder();
        foreach (ZipArchiveEntry entry in zip.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using var content = new MemoryStream();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(content);
            }

            content.Position = 0;
            lines.Append(entry.FullName).Append(' ').Append(OfEntry(entry.FullName, content)).Append('\n');
        }

        return Sum(Encoding.UTF8.GetBytes(lines.ToString()));
    }

    private static string OfEntry(string name, MemoryStream content)
    {
        if (Path.GetExtension(name) == ".bmvae")
        {
            return Of(content);
        }

        if (name != "manifest.json")
        {
            return Sum(content.ToArray());
        }

        // Its checksums are of entries as they are stored, and one of them is a zip itself.
        JsonObject manifest = JsonNode.Parse(content)!.AsObject();
        manifest.Remove("sha256");
        return Sum(Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
