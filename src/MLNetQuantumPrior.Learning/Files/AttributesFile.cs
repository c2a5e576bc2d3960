using System.Text.Json;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The entry attributes.bin of a model file, little-endian, for a prior of n spins: "BMAT"; Int32 bytes of the description and the
/// description, JSON in UTF-8: attributes, their columns and values; for each value of each attribute n Single: its fields; Int32 bytes of
/// the classifier and its file; then Int32 combinations, and for each an Int32 an attribute, the number of its value or -1, and Int64 rows.
/// </summary>
internal static class AttributesFile
{
    private const string Name = ModelEntry.Attributes;

    private static ReadOnlySpan<byte> Magic => "BMAT"u8;

    public static byte[] Write(BoltzmannAttributes attributes)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Magic);
        WriteBytes(JsonSerializer.SerializeToUtf8Bytes(AttributesEntry.Of(attributes), ManifestContext.Default.AttributesEntry));
        foreach (float field in attributes.Items.SelectMany(item => item.Values).SelectMany(value => value.Fields))
        {
            writer.Write(field);
        }

        WriteBytes(ClassifierFile.ToBytes(attributes.Classifier!.Network));
        writer.Write(attributes.Combinations.Length);
        foreach (AttributeCombination combination in attributes.Combinations)
        {
            foreach (int value in combination.Values)
            {
                writer.Write(value);
            }

            writer.Write(combination.Rows);
        }

        return content.ToArray();

        void WriteBytes(byte[] bytes)
        {
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="content">All of the entry.</param>
    /// <param name="spins">Number of spins of the prior.</param>
    /// <exception cref="InvalidDataException">The content is not of this form, or contradicts itself.</exception>
    public static BoltzmannAttributes Read(byte[] content, int spins)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        try
        {
            Expect(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "it to begin with 'BMAT'", "something else");
            AttributesEntry entry = Description(ReadBytes("a description"));
            BoltzmannAttribute[] items = [.. entry.ToAttributes()];
            for (int index = 0; index < items.Length; index++)
            {
                items[index] = items[index] with { Values = [.. items[index].Values.Select(WithFields)] };
            }

            var network = ClassifierFile.Parse(ReadBytes("a classifier"));
            var attributes = new BoltzmannAttributes([.. items])
            {
                Label = entry.Label,
                Classifier = new(network, [.. items.Select(item => item.Values.Length)]),
                Combinations = Combinations(items),
            };
            AttributeFit.Check(attributes, spins);
            Expect(Left() == 0, "nothing after the combinations", $"{Left()} bytes");
            return attributes;
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"{Name}: expected more than {content.Length} bytes.", error);
        }

        long Left() => content.Length - reader.BaseStream.Position;

        byte[] ReadBytes(string what)
        {
            int bytes = reader.ReadInt32();
            Expect(bytes >= 1 && bytes <= Left(), $"{what} of at most the {Left()} bytes that are left", $"{bytes}");
            return reader.ReadBytes(bytes);
        }

        AttributeValue WithFields(AttributeValue value)
        {
            float[] fields = Left() >= (long)spins * sizeof(float) ? new float[spins] : throw new EndOfStreamException();
            foreach (ref float field in fields.AsSpan())
            {
                field = reader.ReadSingle();
                Expect(float.IsFinite(field), $"finite fields of value '{value.Name}'", $"{field}");
            }

            return value with { Fields = [.. fields] };
        }

        ImmutableArray<AttributeCombination> Combinations(BoltzmannAttribute[] items)
        {
            int count = reader.ReadInt32();
            long size = ((long)items.Length * sizeof(int)) + sizeof(long);
            Expect(count >= 0 && count <= Left() / size, $"combinations in the {Left()} bytes that are left", $"{count}");
            var combinations = ImmutableArray.CreateBuilder<AttributeCombination>(count);
            for (long sum = 0; combinations.Count < count;)
            {
                int[] values = Array.ConvertAll(items, _ => reader.ReadInt32());
                Expect(
                    values.Zip(items).All(pair => pair.First >= -1 && pair.First < pair.Second.Values.Length),
                    "values of their attributes", string.Join(", ", values));
                long rows = reader.ReadInt64();
                Expect(rows >= 1 && rows <= long.MaxValue - sum, "a row of a combination or more", $"{rows}");
                sum += rows;
                combinations.Add(new([.. values], rows));
            }

            return combinations.MoveToImmutable();
        }
    }

    private static AttributesEntry Description(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ManifestContext.Default.AttributesEntry)
                ?? throw new InvalidDataException($"{Name}: expected a description, got null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{Name}: expected a description of attributes, got {error.Message}", error);
        }
    }

    private static void Expect(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{Name}: expected {expected}, got {got}.");
        }
    }
}
