namespace MLNetQuantumPrior.Learning;

/// <summary>A dimension of an input or output (TensorShapeProto.Dimension): a size, or the name of one that a run may choose.</summary>
internal sealed record OnnxDimension(long? Size, string? Name)
{
    private const int SizeField = 1;
    private const int NameField = 2;

    /// <summary>The dimension that counts rows.</summary>
    public static OnnxDimension Rows { get; } = new(null, "N");

    public static implicit operator OnnxDimension(int size) => new(size, null);

    public static OnnxDimension Read(ProtobufReader reader)
    {
        long? size = null;
        string? name = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case SizeField:
                    size = reader.Int64();
                    break;
                case NameField:
                    name = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(size, name);
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        if (Size is { } size)
        {
            message.Varint(SizeField, size);
        }

        if (Name is not null)
        {
            message.Text(NameField, Name);
        }

        return message;
    }
}
