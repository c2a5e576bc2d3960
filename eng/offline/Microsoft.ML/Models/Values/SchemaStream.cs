using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// A schema as a binary data file of ML.NET without rows: a header of 256 bytes, the annotations of the columns, a table of contents with
/// an entry a column, and a tail. Columns and annotations of types without a codec are left out.
/// </summary>
internal static class SchemaStream
{
    private const int HeaderSize = 256;
    private const ulong Head = 0x00425644004C4D43; // "CML\0DVB\0"
    private const ulong Tail = 0x434D4C0044564200;
    private const ulong FileVersion = 0x0001000100010006;
    private const byte Uncompressed = 0;

    public static byte[] Write(DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(new byte[HeaderSize]);
        (DataViewSchema.Column Column, ValueCodec Codec)[] columns =
            [.. schema.Select(c => (c, ValueCodec.ForOrNull(c.Type))).Where(c => c.Item2 != null)];
        Contracts.Check(columns.Length > 0, "No valid columns to save");
        long[] annotations = [.. columns.Select(c => WriteAnnotations(writer, c.Column.Annotations))];
        long contents = stream.Position;
        for (int i = 0; i < columns.Length; i++)
        {
            writer.Write(columns[i].Column.Name);
            columns[i].Codec.Describe(writer);
            writer.Write(Uncompressed);
            writer.Write7BitEncodedInt(1); // rows a block
            writer.Write((long)HeaderSize); // where the blocks are listed: there are none
            writer.Write(annotations[i]);
        }
        long tail = stream.Position;
        writer.Write(Tail);
        stream.Position = 0;
        writer.Write(Head);
        writer.Write(FileVersion);
        writer.Write(FileVersion);
        writer.Write(contents);
        writer.Write(tail);
        writer.Write(0L); // rows
        writer.Write(columns.Length);
        writer.Flush();
        return stream.ToArray();
    }

    public static DataViewSchema Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        Contracts.CheckDecode(file.Length >= HeaderSize && reader.ReadUInt64() == Head, "Wrong file type");
        reader.ReadUInt64();
        Contracts.CheckDecode(reader.ReadUInt64() <= FileVersion, "File is too new");
        long contents = reader.ReadInt64(), tail = reader.ReadInt64();
        bool isInside = contents >= HeaderSize && contents <= tail && tail <= file.Length - sizeof(ulong);
        Contracts.CheckDecode(isInside && BitConverter.ToUInt64(file, (int)tail) == Tail, "Corrupt schema");
        reader.ReadInt64();
        int count = reader.ReadInt32();
        stream.Position = contents;
        var builder = new DataViewSchema.Builder();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            ValueCodec codec = ValueCodec.DescribedOrNull(reader);
            reader.ReadByte();
            reader.Read7BitEncodedInt();
            reader.ReadInt64();
            long annotations = reader.ReadInt64();
            long next = stream.Position;
            if (codec != null)
                builder.AddColumn(name, codec.Type, annotations > 0 ? ReadAnnotations(reader, annotations) : null);
            stream.Position = next;
        }
        return builder.ToSchema();
    }

    /// <returns>Where their table of contents lies, 0 if there are none.</returns>
    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var entries = new List<(string Kind, ValueCodec Codec, long Start, long Length)>();
        foreach (DataViewSchema.Column kind in annotations.Schema)
        {
            ValueCodec codec = ValueCodec.ForOrNull(kind.Type);
            if (codec == null)
                continue;
            long start = writer.BaseStream.Position;
            GenericCall.Invoke(WriteAnnotation<int>, kind.Type.RawType, writer, codec, annotations, kind);
            entries.Add((kind.Name, codec, start, writer.BaseStream.Position - start));
        }
        if (entries.Count == 0)
            return 0;
        long contents = writer.BaseStream.Position;
        writer.Write7BitEncodedInt64(entries.Count);
        foreach ((string kind, ValueCodec codec, long start, long length) in entries)
        {
            writer.Write(kind);
            codec.Describe(writer);
            writer.Write(Uncompressed);
            writer.Write(start);
            writer.Write7BitEncodedInt64(length);
        }
        return contents;
    }

    private static object WriteAnnotation<T>(BinaryWriter writer, ValueCodec codec, DataViewSchema.Annotations annotations,
        DataViewSchema.Column kind)
    {
        T value = default;
        annotations.GetGetter<T>(kind)(ref value);
        ((ValueCodec<T>)codec).Write(writer, [value]);
        return null;
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader, long contents)
    {
        Stream stream = reader.BaseStream;
        stream.Position = contents;
        var builder = new DataViewSchema.Annotations.Builder();
        long count = reader.Read7BitEncodedInt64();
        for (long i = 0; i < count; i++)
        {
            string kind = reader.ReadString();
            ValueCodec codec = ValueCodec.DescribedOrNull(reader);
            byte compression = reader.ReadByte();
            long start = reader.ReadInt64(), length = reader.Read7BitEncodedInt64();
            long next = stream.Position;
            Contracts.CheckDecode(start >= HeaderSize && length >= 0 && length <= stream.Length - start, "Corrupt annotation");
            if (codec != null)
            {
                stream.Position = start;
                using BinaryReader block = Block(reader.ReadBytes((int)length), compression);
                builder.Add(kind, codec.Type, (Delegate)GenericCall.Invoke(ReadAnnotation<int>, codec.Type.RawType, block, codec));
            }
            stream.Position = next;
        }
        return builder.ToAnnotations();
    }

    private static BinaryReader Block(byte[] bytes, byte compression)
    {
        var block = new MemoryStream(bytes);
        if (compression != Uncompressed)
        {
            using var deflated = new DeflateStream(block, CompressionMode.Decompress);
            block = new MemoryStream();
            deflated.CopyTo(block);
            block.Position = 0;
        }
        return new BinaryReader(block, Encoding.UTF8);
    }

    private static ValueGetter<T> ReadAnnotation<T>(BinaryReader block, ValueCodec codec)
    {
        T value = ((ValueCodec<T>)codec).Read(block, 1)[0];
        return (ref T destination) => ValueCopy<T>.Copy(in value, ref destination);
    }
}
