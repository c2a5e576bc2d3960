using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The entry classes.bin of a model file with Gaussian latents, little-endian: "BMVG"; Int32 latents n, classes k; then for each class
/// Int64 rows and Int32 components, and for each of these a Double weight, n Single means and n (n + 1) / 2 Single: the lower Cholesky
/// factor, row by row.
/// </summary>
internal static class GaussianClassFile
{
    private const int Header = 12;

    private static ReadOnlySpan<byte> Magic => "BMVG"u8;

    public static byte[] Write(int latents, ImmutableArray<GaussianClass> classes)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(latents);
        writer.Write(classes.Length);
        foreach (GaussianClass entry in classes)
        {
            writer.Write(entry.Rows);
            writer.Write(entry.Latents.Components.Length);
            foreach (GaussianComponent component in entry.Latents.Components)
            {
                writer.Write(component.Weight);
                foreach (float value in component.Mean.AddRange(component.Root))
                {
                    writer.Write(value);
                }
            }
        }

        return content.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="content">All of the entry.</param>
    /// <param name="latents">Number of latents.</param>
    /// <param name="classNames">Names of the classes, in order.</param>
    /// <exception cref="InvalidDataException">The content is not of this form, or of another size.</exception>
    /// <exception cref="ArgumentException">Its numbers are no distributions.</exception>
    public static ImmutableArray<GaussianClass> Read(byte[] content, int latents, ImmutableArray<string> classNames)
    {
        if (content.Length < Header || !content.AsSpan(0, 4).SequenceEqual(Magic))
        {
            throw new InvalidDataException("classes.bin: expected it to begin with 'BMVG' and two sizes.");
        }

        using var reader = new BinaryReader(new MemoryStream(content, 4, content.Length - 4));
        (int found, int classes) = (reader.ReadInt32(), reader.ReadInt32());
        if (found != latents || classes != classNames.Length)
        {
            throw new InvalidDataException(
                $"classes.bin: expected {latents} latents and {classNames.Length} classes, got {found} and {classes}.");
        }

        try
        {
            ImmutableArray<GaussianClass> read =
                [.. classNames.Select(name => new GaussianClass(name, Rows(reader, name), Mixture(reader, latents, content.Length)))];
            return reader.BaseStream.Position == reader.BaseStream.Length
                ? read
                : throw new InvalidDataException($"classes.bin: expected {reader.BaseStream.Position + 4} bytes, got {content.Length}.");
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException(
                $"classes.bin: expected distributions of {classes} classes, got an end after {content.Length} bytes.", error);
        }
    }

    private static long Rows(BinaryReader reader, string name)
    {
        long rows = reader.ReadInt64();
        return rows >= 1
            ? rows
            : throw new InvalidDataException($"classes.bin: expected a row of class '{name}' or more, got {rows}.");
    }

    private static GaussianMixture Mixture(BinaryReader reader, int latents, int bytes)
    {
        int components = reader.ReadInt32();
        return components >= 1 && components <= bytes / sizeof(double)
            ? new([.. Enumerable.Range(0, components).Select(_ => new GaussianComponent(
                reader.ReadDouble(), Singles(reader, latents), Singles(reader, GaussianComponent.TriangleLength(latents))))])
            : throw new InvalidDataException($"classes.bin: expected a number of components that the file can hold, got {components}.");
    }

    private static ImmutableArray<float> Singles(BinaryReader reader, int count) =>
        reader.BaseStream.Length - reader.BaseStream.Position >= (long)count * sizeof(float)
            ? [.. Enumerable.Range(0, count).Select(_ => reader.ReadSingle())]
            : throw new EndOfStreamException();
}
