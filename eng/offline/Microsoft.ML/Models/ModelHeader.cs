using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// A component's main stream: a header of 256 bytes, the component's data, a table of strings (their ends as byte offsets, then
/// UTF-16 characters), the name of the reading assembly, and a tail.
/// </summary>
internal sealed class ModelHeader
{
    private const int Size = 256;
    private const ulong Head = 0x4C45444F4D004C4D; // "ML\0MODEL"
    private const ulong Tail = 0x4D4C004D4F44454C;
    private const uint ContainerVersion = 0x00010002;
    private const int LoaderLength = 24;

    public required string Signature { get; init; }

    public required uint Version { get; init; }

    public required uint Readable { get; init; }

    public required string Loader { get; init; }

    public required string Assembly { get; init; }

    public static void Write(Stream stream, ModelFormat format, ReadOnlySpan<byte> model, IReadOnlyList<string> strings)
    {
        long stringTable = Size + model.Length;
        long charsLength = strings.Sum(s => (long)s.Length) * sizeof(char);
        long chars = stringTable + (strings.Count * sizeof(long));
        long assembly = chars + charsLength;
        string assemblyName = format.FullAssemblyName;
        long tail = assembly + (assemblyName.Length * sizeof(char));

        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Head);
        writer.Write(ContainerVersion);
        writer.Write(ContainerVersion);
        WritePart(writer, Size, model.Length);
        bool hasStrings = strings.Count > 0;
        WritePart(writer, hasStrings ? stringTable : 0, chars - stringTable);
        WritePart(writer, hasStrings ? chars : 0, charsLength);
        writer.Write(Bytes(format.Signature.Replace(' ', '\0'), sizeof(ulong)));
        writer.Write(format.Version);
        writer.Write(format.Readable);
        writer.Write(Bytes(format.Loader, LoaderLength));
        writer.Write(Bytes("", LoaderLength));
        writer.Write(tail);
        writer.Write(tail + sizeof(ulong));
        WritePart(writer, assembly, assemblyName.Length * sizeof(char));
        writer.Write(new byte[Size - (int)stream.Position]);

        writer.Write(model);
        long end = 0;
        foreach (string s in strings)
            writer.Write(end += s.Length * sizeof(char));
        foreach (string s in strings)
            writer.Write(Encoding.Unicode.GetBytes(s));
        writer.Write(Encoding.Unicode.GetBytes(assemblyName));
        writer.Write(Tail);
    }

    /// <summary>Reads the header and the strings, and checks that all parts lie where they say.</summary>
    public static ModelHeader Read(byte[] stream, out ArraySegment<byte> model, out string[] strings)
    {
        Contracts.CheckDecode(stream.Length >= Size, "Corrupt file header");
        using var reader = new BinaryReader(new MemoryStream(stream));
        Contracts.CheckDecode(reader.ReadUInt64() == Head, "Wrong file type");
        uint written = reader.ReadUInt32(), readable = reader.ReadUInt32();
        Contracts.CheckDecode(readable <= written, "Corrupt file header");
        Contracts.CheckDecode(readable <= ContainerVersion, "File is too new");
        model = ReadPart(reader, stream);
        ArraySegment<byte> stringTable = ReadPart(reader, stream);
        ArraySegment<byte> chars = ReadPart(reader, stream);
        string signature = Encoding.Latin1.GetString(reader.ReadBytes(sizeof(ulong))).Replace('\0', ' ');
        uint version = reader.ReadUInt32(), modelReadable = reader.ReadUInt32();
        string loader = Encoding.Latin1.GetString(reader.ReadBytes(LoaderLength)).TrimEnd('\0');
        reader.ReadBytes(LoaderLength);
        long tail = reader.ReadInt64(), end = reader.ReadInt64();
        Contracts.CheckDecode(tail >= Size && end == tail + sizeof(ulong) && end <= stream.Length, "Corrupt file header");
        Contracts.CheckDecode(BitConverter.ToUInt64(stream, (int)tail) == Tail, "Corrupt model file tail");
        ArraySegment<byte> assembly = ReadPart(reader, stream);
        strings = Strings(stringTable, chars);
        return new ModelHeader
        {
            Signature = signature, Version = version, Readable = modelReadable, Loader = loader,
            Assembly = Encoding.Unicode.GetString(assembly),
        };
    }

    public void Check(ModelFormat format)
    {
        Contracts.CheckDecode(Signature == format.Signature, "Unknown file type");
        Contracts.CheckDecode(Readable <= Version, "Corrupt file header");
        Contracts.CheckDecode(Readable <= format.Version, $"Component '{format.Loader}' of the model: " +
            $"expected version {format.Version:x8} at most, got {Readable:x8}.");
        Contracts.CheckDecode(Version >= format.Oldest, $"Component '{format.Loader}' of the model: " +
            $"expected version {format.Oldest:x8} at least, got {Version:x8}.");
    }

    private static byte[] Bytes(string text, int length) => Encoding.Latin1.GetBytes(text.PadRight(length, '\0'));

    private static void WritePart(BinaryWriter writer, long start, long length)
    {
        writer.Write(start);
        writer.Write(length);
    }

    private static ArraySegment<byte> ReadPart(BinaryReader reader, byte[] stream)
    {
        long start = reader.ReadInt64();
        long length = reader.ReadInt64();
        bool isInside = start >= 0 && length >= 0 && start <= stream.Length && length <= stream.Length - start;
        Contracts.CheckDecode(isInside, "Corrupt file header");
        return new ArraySegment<byte>(stream, (int)start, (int)length);
    }

    private static string[] Strings(ArraySegment<byte> table, ArraySegment<byte> chars)
    {
        var strings = new string[table.Count / sizeof(long)];
        int start = 0;
        for (int i = 0; i < strings.Length; i++)
        {
            long end = BitConverter.ToInt64(table.AsSpan(i * sizeof(long)));
            Contracts.CheckDecode(end >= start && end <= chars.Count, "Corrupt string table");
            strings[i] = Encoding.Unicode.GetString(chars.AsSpan(start..(int)end));
            start = (int)end;
        }
        return strings;
    }
}
