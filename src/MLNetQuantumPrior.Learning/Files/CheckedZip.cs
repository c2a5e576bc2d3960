using System.IO.Compression;
using System.IO.Hashing;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A zip that may be damaged, of another kind or made to do harm. Whatever its bytes, reading ends with an
/// <see cref="InvalidDataException"/> at worst, and takes memory in proportion to the zip: a declared size reserves nothing, and what
/// expands without end is cut off.
/// </summary>
internal sealed class CheckedZip : IDisposable
{
    // Weights hardly shrink in a zip; tables of zeros do, up to the 1,032 times that deflate can do, but those are small.
    private const long SizeOfAnyRatio = 64 << 20;
    private const int LargestRatio = 64;
    private const int BlockSize = 1 << 16;

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
    public byte[] Read(string name)
    {
        ZipArchiveEntry entry = _zip.GetEntry(name) ?? throw new InvalidDataException($"expected an entry '{name}', got none.");
        long most = Math.Min(Array.MaxLength, SizeOfAnyRatio + (LargestRatio * Math.Min(entry.CompressedLength, _size)));
        if (entry.Length > most)
        {
            throw new InvalidDataException($"entry '{name}': expected at most {most} bytes in a zip of {_size}, got {entry.Length}.");
        }

        try
        {
            using Stream source = entry.Open();
            byte[] content = Read(source, entry.Length);
            uint sum = Crc32.HashToUInt32(content);
            return content.Length == entry.Length && sum == entry.Crc32
                ? content
                : throw new InvalidDataException(
                    $"entry '{name}': expected {entry.Length} bytes with CRC-32 {entry.Crc32:x8}, got {content.Length} with {sum:x8}.");
        }
        catch (Exception error) when (error is NotSupportedException or EndOfStreamException)
        {
            throw new InvalidDataException($"entry '{name}': expected one that can be unpacked: {error.Message}", error);
        }
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>All bytes of a stream, or one more than expected.</summary>
    private static byte[] Read(Stream source, long expected)
    {
        using var content = new MemoryStream();
        byte[] block = new byte[BlockSize];
        int count;
        while (content.Length <= expected && (count = source.Read(block, 0, (int)Math.Min(BlockSize, expected + 1 - content.Length))) > 0)
        {
            content.Write(block, 0, count);
        }

        return content.ToArray();
    }
}
