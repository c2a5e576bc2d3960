namespace MLNetQuantumPrior.Learning;

/// <summary>Type of a tensor's elements (TensorProto.DataType).</summary>
internal enum OnnxElement
{
    Float = 1,
    UInt8 = 2,
    Int64 = 7,
    Bool = 9,
}

internal static class OnnxElements
{
    public static OnnxElement Read(ProtobufReader reader)
    {
        int type = reader.Int32();
        return Enum.IsDefined((OnnxElement)type) ? (OnnxElement)type : throw reader.Damaged("elements of type 1, 2, 7 or 9", type);
    }

    /// <summary>Bytes of one element.</summary>
    public static int Size(this OnnxElement element) => element switch
    {
        OnnxElement.Float => sizeof(float),
        OnnxElement.Int64 => sizeof(long),
        _ => 1,
    };
}
