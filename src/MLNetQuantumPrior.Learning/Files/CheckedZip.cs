using System.IO.Compression;
using System.IO.Hashing;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A zip that may be damaged, of another kind or made to do harm. Whatever its bytes, reading ends with an
/// <see cref="InvalidDataException"/> at worst, and takes memory in proportion to the zip: a declared size is checked before anything is
/// read, and reserves nothing; what expands beyond it is cut off; and entries that nobody asks for are not read.
/// </summary>
internal sealed class CheckedZip : IDisposable
{
    // Weights hardly shrink in a zip. Zeros do, up to the 1,032 times that deflate can do: a writer stores long ones as they are.
    private const int LargestRatio = 8;
    private const int BlockSize = 1 << 16;

    /// <summary>An entry of at most so many bytes may be packed in any ratio. Writers do not pack longer ones.</summary>
    public const int SizeOfAnyRatio = 16 << 20;

    private readonly long _size;
    private readonly ZipArchive _zip;

    /// <param name="file">The zip; must be seekable. Stays open.</param>
    /// <param name="what">What errors call a file of the right kind, such as "a .bmvae file".</param>
    public CheckedZip(Stream file, string what)
    {
        _size = file.Length;
        try
        {
            _zip = new(file, ZipArchiveMode.Read, leaveOpen: true);
            Names = [.. _zip.Entries.Select(entry => entry.FullName)];
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"expected {what}, which is a zip, got something else or a part of one: {error.Message}", error);
        }
    }

    /// <summary>Full names of the entries.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The content of an entry, as it was written: sizes and checksum fit.</summary>
    /// <param name="name">Full name of the entry.</param>
    /// <param name="sizeOfAnyRatio">Bytes that it may have however small it is packed; beyond them it may grow a few times.</param>
    /// <param name="largestSize">Bytes that it may have at most.</param>
    public byte[] Read(string name, int sizeOfAnyRatio = SizeOfAnyRatio, int largestSize = int.MaxValue)
    {
        ZipArchiveEntry entry = Entry(name, sizeOfAnyRatio, largestSize);
        var content = new MemoryStream((int)Math.Min(entry.Length, BlockSize + (LargestRatio * Packed(entry))));
        Copy(entry, content);
        return content.Capacity == content.Length ? content.GetBuffer() : content.ToArray();
    }

    /// <summary>Compares some entries with their checksums, without keeping their content.</summary>
    /// <param name="names">Full names. All of them together may grow a few times.</param>
    public void Check(IEnumerable<string> names)
    {
        ZipArchiveEntry[] entries = [.. names.Select(name => Entry(name, SizeOfAnyRatio, int.MaxValue))];
        double most = Most(SizeOfAnyRatio, _size), sum = entries.Sum(entry => (double)entry.Length);
        if (sum > most)
        {
            throw new InvalidDataException($"entries '{entries[0]}' and on: expected at most {most} bytes in a zip of {_size}, got {sum}.");
        }

        foreach (ZipArchiveEntry entry in entries)
        {
            Copy(entry, Stream.Null);
        }
    }

    public void Dispose() => _zip.Dispose();

    private static long Most(int sizeOfAnyRatio, long packed) => Math.Min(Array.MaxLength, sizeOfAnyRatio + (LargestRatio * packed));

    private long Packed(ZipArchiveEntry entry) => Math.Min(entry.CompressedLength, _size);

    private ZipArchiveEntry Entry(string name, int sizeOfAnyRatio, int largestSize)
    {
        ZipArchiveEntry entry = _zip.GetEntry(name) ?? throw new InvalidDataException($"expected an entry '{name}', got none.");
        long most = Math.Min(largestSize, Most(sizeOfAnyRatio, Packed(entry)));
        return entry.Length <= most
            ? entry
            : throw new InvalidDataException($"entry '{name}': expected at most {most} bytes in a zip of {_size}, got {entry.Length}.");
    }

    /// <summary>Unpacks an entry, and one byte more than it says at most.</summary>
    private static void Copy(ZipArchiveEntry entry, Stream target)
    {
        var sum = new Crc32();
        long length = 0;
        try
        {
            using Stream source = entry.Open();
            byte[] block = new byte[Math.Min(BlockSize, entry.Length + 1)];
            int count;
            while (length <= entry.Length && (count = source.Read(block, 0, (int)Math.Min(block.Length, entry.Length + 1 - length))) > 0)
            {
                sum.Append(block.AsSpan(0, count));
                target.Write(block, 0, count);
                length += count;
            }
        }
        catch (Exception error) when (error is NotSupportedException or EndOfStreamException)
        {
            throw new InvalidDataException($"entry '{entry}': expected one that can be unpacked: {error.Message}", error);
        }

        if (length != entry.Length || sum.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw new InvalidDataException(
                $"entry '{entry}': expected {entry.Length} bytes with CRC-32 {entry.Crc32:x8}, " +
                $"got {length} with {sum.GetCurrentHashAsUInt32():x8}.");
        }
    }
}
