using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Copies of a zip file that something went wrong with.</summary>
internal static class Damage
{
    /// <summary>200 copies: flipped bits, cut ends, zips of other things, wrong sizes in the directory. The same ones each time.</summary>
    public static IEnumerable<(string What, byte[] File)> Of(byte[] file) =>
        [.. Flips(file, 110), .. Cuts(file, 40), .. Foreign(file, 20), .. Sizes(file, 30)];

    /// <summary>The same entries, one with another content; checksums of the zip are right.</summary>
    public static byte[] Replaced(byte[] file, string name, Func<byte[], byte[]> change) =>
        Zip(Entries(file).Select(entry => (entry.Name, entry.Name == name ? change(entry.Content) : entry.Content)));

    /// <summary>The same entries of a model file, one with another content; all checksums are right.</summary>
    public static byte[] Sealed(byte[] file, string name, Func<byte[], byte[]> change)
    {
        byte[] changed = change(Entries(file).Single(entry => entry.Name == name).Content);
        byte[] replaced = Replaced(file, name, _ => changed);
        return name == "manifest.json" ? replaced : Edited(
            replaced, json => json["sha256"]![name] = Convert.ToHexStringLower(SHA256.HashData(changed)));
    }

    /// <summary>The same model file with another manifest.</summary>
    public static byte[] Edited(byte[] file, Action<JsonNode> change) => Replaced(file, "manifest.json", content =>
    {
        JsonNode json = JsonNode.Parse(content)!;
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    });

    /// <summary>The same entries and one more.</summary>
    public static byte[] With(byte[] file, string name, byte[] content) => Zip([.. Entries(file), (name, content)]);

    /// <summary>Names and contents of all entries.</summary>
    public static (string Name, byte[] Content)[] Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(entry =>
        {
            using Stream source = entry.Open();
            using var content = new MemoryStream();
            source.CopyTo(content);
            return (entry.FullName, content.ToArray());
        })];
    }

    private static IEnumerable<(string, byte[])> Flips(byte[] file, int count)
    {
        var random = new Random(1);
        for (int k = 0; k < count; k++)
        {
            byte[] copy = [.. file];
            int at = 0;
            for (int flips = (k % 3) + 1; flips > 0; flips--)
            {
                at = random.Next(copy.Length);
                copy[at] ^= (byte)(1 << random.Next(8));
            }

            yield return ($"{(k % 3) + 1} bits flipped, the last at byte {at}", copy);
        }
    }

    private static IEnumerable<(string, byte[])> Cuts(byte[] file, int count)
    {
        var random = new Random(2);
        for (int k = 0; k < count; k++)
        {
            int from = k % 2 == 0 ? 0 : random.Next(1, file.Length);
            int to = k % 2 == 0 ? random.Next(file.Length) : file.Length;
            yield return ($"only bytes {from} to {to}", file[from..to]);
        }
    }

    /// <summary>The names of the entries over contents of each other, and over noise.</summary>
    private static IEnumerable<(string, byte[])> Foreign(byte[] file, int count)
    {
        var random = new Random(3);
        (string Name, byte[] Content)[] entries = Entries(file);
        for (int k = 0; k < count; k++)
        {
            byte[] noise = new byte[random.Next(2000)];
            random.NextBytes(noise);
            int step = (k / 2 % (entries.Length - 1)) + 1, noisy = k / 2 % entries.Length;
            yield return k % 2 == 0
                ? ($"contents moved on by {step}",
                    Zip(entries.Select((entry, i) => (entry.Name, entries[(i + step) % entries.Length].Content))))
                : ($"{noise.Length} random bytes", Zip(entries.Select((entry, i) => (entry.Name, i == noisy ? noise : entry.Content))));
        }
    }

    /// <summary>Sizes, checksums and places of entries in the central directory, replaced by small and by huge ones.</summary>
    private static IEnumerable<(string, byte[])> Sizes(byte[] file, int count)
    {
        const int Checksum = 16, Packed = 20, Unpacked = 24, Place = 42; // offsets within a record of the directory
        int[] records = [.. Enumerable.Range(0, file.Length - 4).Where(i => file.AsSpan(i).StartsWith("PK\u0001\u0002"u8))];
        (int Field, uint Value)[] changes =
        [
            (Unpacked, int.MaxValue), (Unpacked, uint.MaxValue - 1), (Unpacked, 1), (Packed, int.MaxValue), (Packed, 7), (Checksum, 0),
            (Place, 3), (Place, int.MaxValue),
        ];
        for (int k = 0; k < count; k++)
        {
            (int field, uint value) = changes[k % changes.Length];
            int record = records[k / changes.Length % records.Length];
            byte[] copy = [.. file];
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(record + field), value);
            yield return ($"{value} at {field} of the directory's record at byte {record}", copy);
        }
    }

    private static byte[] Zip(IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream target = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                target.Write(content);
            }
        }

        return file.ToArray();
    }
}
