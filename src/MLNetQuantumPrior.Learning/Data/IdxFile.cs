using System.Buffers.Binary;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// An array of bytes in the idx format of MNIST: two zero bytes, the type 8, the number of dimensions, each
/// dimension as a big-endian Int32, the bytes.
/// </summary>
/// <param name="Dimensions">Sizes, the first being the number of items.</param>
/// <param name="Content">The bytes, row-major.</param>
public sealed record IdxFile(ImmutableArray<int> Dimensions, byte[] Content)
{
    private const byte UnsignedByte = 8;

    /// <summary>Number of items, such as images.</summary>
    public int Count => Dimensions[0];

    /// <summary>Bytes of one item, such as the pixels of an image.</summary>
    public int ItemSize => Dimensions.Skip(1).Aggregate(1, (product, size) => product * size);

    /// <summary>One item.</summary>
    public ReadOnlySpan<byte> this[int index] => Content.AsSpan(index * ItemSize, ItemSize);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not an idx file of bytes, or shorter or longer than it says.</exception>
    public static IdxFile Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < 4 || file[0] != 0 || file[1] != 0 || file[2] != UnsignedByte || file[3] == 0)
        {
            throw new InvalidDataException(
                $"File '{path}': expected an idx file of bytes (00 00 08 and the number of dimensions), " +
                $"got {Convert.ToHexString(file.AsSpan(0, Math.Min(4, file.Length)))}.");
        }

        int header = 4 + (4 * file[3]);
        if (file.Length < header)
        {
            throw new InvalidDataException($"File '{path}': expected a header of {header} bytes, got a file of {file.Length}.");
        }

        ImmutableArray<int> dimensions = [.. Enumerable.Range(0, file[3])
            .Select(k => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(4 + (4 * k))))];
        bool fits = dimensions.All(size => size >= 0)
            && dimensions.Aggregate(1.0, (product, size) => product * size) == file.Length - header;
        if (!fits)
        {
            throw new InvalidDataException(
                $"File '{path}': expected {string.Join(" x ", dimensions)} bytes after the header, got {file.Length - header}.");
        }

        return new(dimensions, file[header..]);
    }
}
