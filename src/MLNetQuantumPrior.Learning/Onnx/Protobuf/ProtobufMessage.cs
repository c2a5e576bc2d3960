using System.Buffers.Binary;
using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A protobuf message in the making: fields in the order of the calls. Values of bytes are referred to, not copied, until it is written.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int LongestVarint = 10;

    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    /// <summary>Bytes of the message.</summary>
    public long Length { get; private set; }

    public void Varint(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    public void Float(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Add(bytes);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Does not copy <paramref name="value"/>: it must not change until the message is written.</summary>
    public void Bytes(int field, ReadOnlyMemory<byte> value)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        Add(value);
    }

    public void Message(int field, ProtobufMessage value)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        _parts.AddRange(value._parts);
        Length += value.Length;
    }

    /// <exception cref="InvalidOperationException">The message is longer than the 2 GB that protobuf allows.</exception>
    public void WriteTo(Stream stream)
    {
        if (Length > int.MaxValue)
        {
            throw new InvalidOperationException($"Protobuf message: expected at most {int.MaxValue} bytes, got {Length}.");
        }

        foreach (ReadOnlyMemory<byte> part in _parts)
        {
            stream.Write(part.Span);
        }
    }

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[LongestVarint];
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[count++] = (byte)(value | 0x80);
        }

        bytes[count++] = (byte)value;
        Add(bytes[..count].ToArray());
    }

    private void Add(ReadOnlyMemory<byte> part)
    {
        _parts.Add(part);
        Length += part.Length;
    }
}
