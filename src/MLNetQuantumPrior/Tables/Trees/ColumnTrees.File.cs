namespace MLNetQuantumPrior;

internal sealed partial class ColumnTrees
{
    private static ReadOnlySpan<byte> Magic => "BMT1"u8;

    /// <summary>
    /// Writes the trees: "BMT1"; Byte 1 if they ask for the decoder's output, 0 for bits; Int32 numbers that latents give; Int32 columns
    /// and their numbers in the order; Int32 how many of them come first and have no tree; and the tree of each other one, as
    /// <see cref="ColumnTreeFile"/> has it.
    /// </summary>
    public void Write(BinaryWriter target)
    {
        target.Write(Magic);
        target.Write(_readsDecoder);
        target.Write(_inputs.Given);
        target.Write(Order.Length);
        foreach (int column in Order)
        {
            target.Write(column);
        }

        target.Write(Order.Length - _trees.Length);
        var file = new ColumnTreeFile(_columns, _bins, Order, _inputs, _linear);
        foreach (ColumnTree tree in _trees)
        {
            file.Write(target, tree);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="source">Where it begins; the stream has a length.</param>
    /// <param name="columns">The profiles that the trees were learned with.</param>
    /// <param name="latents">Bits of a row.</param>
    /// <param name="slots">Slots of the decoder's output.</param>
    /// <param name="isLastOnly">Whether the last column alone has a tree; else all have.</param>
    /// <exception cref="InvalidDataException">The content is not of this form.</exception>
    public static ColumnTrees Read(
        BinaryReader source, IReadOnlyList<ColumnProfile> columns, int latents, int slots, bool isLastOnly = false)
    {
        ImmutableArray<ColumnProfile> profiles = [.. columns];
        try
        {
            ColumnTreeFile.Expect(source.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "them to begin with 'BMT1'");
            byte readsDecoder = source.ReadByte();
            ColumnTreeFile.Expect(readsDecoder <= 1, $"0 or 1 for bits or the decoder's output, got {readsDecoder}");
            int given = source.ReadInt32(), expected = readsDecoder == 1 ? slots : latents, count = source.ReadInt32();
            ColumnTreeFile.Expect(given == 0 || given == expected, $"{expected} numbers from the latents or none, got {given}");
            ColumnTreeFile.Expect(count >= 0 && count <= profiles.Length, $"0 to {profiles.Length} columns, got {count}");
            ImmutableArray<int> order = [.. Enumerable.Range(0, count).Select(_ => source.ReadInt32())];
            bool fits = order.All(column => column >= 0 && column < profiles.Length) && order.Distinct().Count() == count;
            ColumnTreeFile.Expect(fits, $"different columns from 0 to {profiles.Length - 1}, got {string.Join(", ", order)}");
            int first = source.ReadInt32(), without = isLastOnly ? count - 1 : 0;
            ColumnTreeFile.Expect(first == without && first >= 0, $"{without} columns without a tree, got {first}");
            ColumnTrees empty = new(profiles, order, new(given, profiles.Length), readsDecoder == 1, []);
            var file = new ColumnTreeFile(profiles, empty._bins, order, empty._inputs, empty._linear);
            return new(
                profiles,
                order,
                empty._inputs,
                readsDecoder == 1,
                [.. Enumerable.Range(first, count - first).Select(place => file.Read(source, place))]);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("Column trees: expected more bytes, or other ones.", error);
        }
    }
}
