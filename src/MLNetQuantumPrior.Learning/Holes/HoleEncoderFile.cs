namespace MLNetQuantumPrior.Learning;

/// <summary>A <see cref="HoleEncoder"/> as bytes.</summary>
/// <remarks>
/// Little-endian, in this order: the number of columns as Int32; the number of slots as Int32; the column of each slot as Int32; the
/// network as <see cref="ClassifierFile"/> has it, with its SHA-256. The file that holds these bytes answers for the rest.
/// </remarks>
internal static class HoleEncoderFile
{
    public static byte[] ToBytes(HoleEncoder encoder)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(encoder.Columns.Count);
        writer.Write(encoder.Columns.Slots);
        foreach (int column in encoder.Columns.ColumnOfSlot)
        {
            writer.Write(column);
        }

        writer.Write(ClassifierFile.ToBytes(new(encoder.Architecture, encoder.Parameters.ToArray())));
        return content.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no encoder of rows with holes.</exception>
    public static HoleEncoder Parse(byte[] content)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content));
            int count = reader.ReadInt32(), slots = reader.ReadInt32();
            long rest = content.Length - reader.BaseStream.Position;
            if (slots < 0 || (long)slots * sizeof(int) > rest)
            {
                throw new InvalidDataException($"expected the columns of {slots} slots, got {rest} bytes.");
            }

            int[] columnOfSlot = new int[slots];
            for (int slot = 0; slot < slots; slot++)
            {
                columnOfSlot[slot] = reader.ReadInt32();
            }

            var columns = new SlotColumns(count, columnOfSlot);
            Classifier network = ClassifierFile.Parse(content[(int)reader.BaseStream.Position..]);
            return new(columns, network.Architecture, network.Parameters.ToArray());
        }
        catch (Exception error) when (error is ArgumentException or EndOfStreamException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }
}
