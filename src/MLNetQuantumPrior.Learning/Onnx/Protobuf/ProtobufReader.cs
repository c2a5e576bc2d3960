using System.Buffers.Binary;
using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Walks the fields of a protobuf message: <see cref="Next"/>, then the one method that takes or skips the value. Whatever the bytes, it
/// ends with an <see cref="InvalidDataException"/> at worst, and with memory in proportion to the bytes.
/// </summary>
internal sealed class ProtobufReader
{
    private const int LongestVarint = 10;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _message;
    private readonly int _start; // of the message in the whole file, for errors
    private int _position;
    private WireType _type;

    public ProtobufReader(ReadOnlyMemory<byte> message)
        : this(message, start: 0)
    {
    }

    private ProtobufReader(ReadOnlyMemory<byte> message, int start) => (_message, _start) = (message, start);

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        int at = _position;
        ulong tag = ReadVarint();
        (ulong field, _type) = (tag >> 3, (WireType)(tag & 7));
        if (field is 0 or > (1 << 29) - 1)
        {
            throw Damaged(at, "a field number from 1 to 536870911", field);
        }

        if (_type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
        {
            throw Damaged(at, "a wire type of 0, 1, 2 or 5", (int)_type);
        }

        Field = (int)field;
        return true;
    }

    public long Int64()
    {
        Expect(WireType.Varint);
        return (long)ReadVarint();
    }

    public int Int32()
    {
        int at = _position;
        long value = Int64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Damaged(at, "a number of 32 bits", value);
    }

    /// <summary>Adds the values of a repeated field, which come one by one or packed.</summary>
    public void Int64s(ICollection<long> values)
    {
        if (_type == WireType.Varint)
        {
            values.Add(Int64());
            return;
        }

        ProtobufReader packed = Message();
        while (packed._position < packed._message.Length)
        {
            values.Add((long)packed.ReadVarint());
        }
    }

    public float Float()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span);
    }

    public string Text()
    {
        int at = _position;
        try
        {
            return StrictUtf8.GetString(Bytes().Span);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged(at, "text in UTF-8", "other bytes");
        }
    }

    /// <summary>The bytes of the value, not copied.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        Expect(WireType.Bytes);
        int at = _position;
        ulong length = ReadVarint();
        return length <= (ulong)(_message.Length - _position)
            ? Take((int)length)
            : throw Damaged(at, $"at most the remaining {_message.Length - _position} bytes", length);
    }

    /// <summary>A message inside this one.</summary>
    public ProtobufReader Message()
    {
        ReadOnlyMemory<byte> message = Bytes();
        return new(message, _start + _position - message.Length);
    }

    public void Skip()
    {
        switch (_type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.Bytes:
                Bytes();
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
        }
    }

    /// <summary>An error about the message as a whole.</summary>
    public InvalidDataException Damaged(string expected, object got) => Damaged(0, expected, got);

    private InvalidDataException Damaged(int at, string expected, object got) =>
        new($"ONNX file, byte {_start + at}: expected {expected}, got {got}.");

    private void Expect(WireType expected)
    {
        if (_type != expected)
        {
            throw Damaged(_position, $"wire type {(int)expected} for field {Field}", (int)_type);
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length > _message.Length - _position)
        {
            throw Damaged(_position, $"{length} more bytes", _message.Length - _position);
        }

        ReadOnlyMemory<byte> taken = _message.Slice(_position, length);
        _position += length;
        return taken;
    }

    private ulong ReadVarint()
    {
        int at = _position;
        ReadOnlySpan<byte> bytes = _message.Span[_position..];
        ulong value = 0;
        for (int k = 0; k < Math.Min(bytes.Length, LongestVarint); k++)
        {
            // Nine bytes hold 63 bits: the tenth has room for one more.
            if (k == LongestVarint - 1 && bytes[k] > 1)
            {
                break;
            }

            value |= (ulong)(bytes[k] & 0x7F) << (7 * k);
            if (bytes[k] < 0x80)
            {
                _position += k + 1;
                return value;
            }
        }

        throw bytes.Length < LongestVarint
            ? Damaged(at, "a number", "the end of the message")
            : Damaged(at, "a number of at most 64 bits", "more");
    }
}
