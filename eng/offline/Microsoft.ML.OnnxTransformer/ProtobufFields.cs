using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Walks the fields of a protobuf message.</summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _left = message;

    /// <summary>What the field holds that was moved to: text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Moves to the next field of a number whose content has a length.</summary>
    public bool MoveTo(int number)
    {
        while (_left.Length > 0)
        {
            ulong tag = Varint();
            switch (tag & 7)
            {
                case 0:
                    Varint();
                    break;
                case 1:
                    Take(sizeof(ulong));
                    break;
                case 2:
                    Content = Take(Varint());
                    if (tag >> 3 == (ulong)number)
                        return true;
                    break;
                case 5:
                    Take(sizeof(uint));
                    break;
                default:
                    throw Contracts.ExceptDecode("Corrupt ONNX model");
            }
        }
        return false;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        Contracts.CheckDecode(length <= (ulong)_left.Length, "Corrupt ONNX model");
        ReadOnlySpan<byte> taken = _left[..(int)length];
        _left = _left[(int)length..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Contracts.ExceptDecode("Corrupt ONNX model");
    }
}
