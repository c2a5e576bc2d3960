namespace MLNetQuantumPrior.Learning;

/// <summary>How the value of a protobuf field is laid out. The two group types of old are not used by ONNX.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
