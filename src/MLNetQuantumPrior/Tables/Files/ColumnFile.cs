using System.Text;

namespace MLNetQuantumPrior;

/// <summary>
/// The entry columns.bin of a synthesizer file, little-endian: "BMVC"; Int32 columns; for each Int32 categories, or 0 of numbers, Double
/// share of missing cells; of numbers Int32 decimals, or -1 for any, Int64 step, Int32 knots, and for each knot Double value, low and high
/// rank; of categories Byte 1 where they share slots, and then Int32 slot of each. Last Int32 modelled columns, and Int32 number of each.
/// </summary>
internal static class ColumnFile
{
    private static ReadOnlySpan<byte> Magic => "BMVC"u8;

    public static byte[] Write(ImmutableArray<ColumnProfile> columns, TableCoding coding)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(columns.Length);
        for (int column = 0; column < columns.Length; column++)
        {
            ColumnProfile profile = columns[column];
            writer.Write(profile.Categories);
            writer.Write(profile.MissingShare);
            if (profile.Numbers is { } numbers)
            {
                Write(writer, numbers);
            }
            else
            {
                int place = coding.Modelled.IndexOf(column);
                bool areShared = place >= 0 && profile.Categories > TableCoding.MostOneHot;
                writer.Write(areShared);
                foreach (int slot in areShared ? coding.Columns[place].SlotOfCategory : [])
                {
                    writer.Write(slot);
                }
            }
        }

        writer.Write(coding.Modelled.Length);
        foreach (int column in coding.Modelled)
        {
            writer.Write(column);
        }

        return content.ToArray();
    }

    /// <exception cref="InvalidDataException">The content is not of this form, or of another size.</exception>
    /// <exception cref="ArgumentException">Numbers are none that a column may have.</exception>
    public static (ImmutableArray<ColumnProfile> Columns, TableCoding Coding) Read(byte[] content, ImmutableArray<string> names)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        try
        {
            Expect(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "it to begin with 'BMVC'");
            int count = reader.ReadInt32();
            Expect(count == names.Length, $"{names.Length} columns, as the manifest has, not {count}");
            var columns = ImmutableArray.CreateBuilder<ColumnProfile>();
            var shared = new Dictionary<int, ImmutableArray<int>>();
            for (int column = 0; column < count; column++)
            {
                int categories = reader.ReadInt32();
                double missing = reader.ReadDouble();
                Expect(missing is >= 0 and <= 1, $"a share of missing cells of column {column}, not {missing}");
                Expect(categories >= 0 && categories <= content.Length, $"categories of column {column}, not {categories}");
                NumberQuantiles? numbers = categories == 0 ? ReadNumbers(reader, content.Length) : null;
                if (categories > 0 && reader.ReadByte() == 1)
                {
                    Expect(categories > TableCoding.MostOneHot, $"more than {TableCoding.MostOneHot} categories of column {column}");
                    shared.Add(column, ReadSlots(reader, categories));
                }

                columns.Add(new(names[column], categories, numbers, missing));
            }

            int[] modelled = new int[Within(reader.ReadInt32(), 0, count, "modelled columns")];
            for (int k = 0; k < modelled.Length; k++)
            {
                modelled[k] = Within(reader.ReadInt32(), 0, count - 1, "a modelled column");
            }

            Expect(modelled.Distinct().Count() == modelled.Length, "different modelled columns");
            Expect(
                modelled.All(column => columns[column].Categories <= TableCoding.MostOneHot || shared.ContainsKey(column)),
                "slots of all categories");
            Expect(reader.BaseStream.Position == content.Length, $"{reader.BaseStream.Position} bytes, not {content.Length}");
            return (columns.ToImmutable(), new(columns.ToImmutable(), [.. modelled], shared));
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("columns.bin: expected more bytes.", error);
        }
    }

    private static void Write(BinaryWriter writer, NumberQuantiles numbers)
    {
        writer.Write(numbers.Decimals ?? -1);
        writer.Write(numbers.Step);
        writer.Write(numbers.Knots.Length);
        foreach (RankKnot knot in numbers.Knots)
        {
            writer.Write(knot.Value);
            writer.Write(knot.Low);
            writer.Write(knot.High);
        }
    }

    private static NumberQuantiles ReadNumbers(BinaryReader reader, int bytes)
    {
        int decimals = reader.ReadInt32();
        long step = reader.ReadInt64();
        int count = Within(reader.ReadInt32(), 1, Math.Min(NumberQuantiles.MostKnots, bytes), "quantiles");
        var knots = ImmutableArray.CreateBuilder<RankKnot>();
        for (int k = 0; k < count; k++)
        {
            knots.Add(new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }

        return new(knots.ToImmutable(), decimals == -1 ? null : decimals, step);
    }

    private static ImmutableArray<int> ReadSlots(BinaryReader reader, int categories)
    {
        int[] slots = new int[categories];
        for (int code = 0; code < categories; code++)
        {
            slots[code] = Within(reader.ReadInt32(), 0, TableCoding.MostOneHot - 1, "a slot of a category");
        }

        return [.. slots];
    }

    private static int Within(int value, int least, int most, string what)
    {
        Expect(value >= least && value <= most, $"{what} within [{least}, {most}], not {value}");
        return value;
    }

    private static void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw new InvalidDataException($"columns.bin: expected {expected}.");
        }
    }
}
