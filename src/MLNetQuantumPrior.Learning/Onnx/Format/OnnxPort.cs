using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>An input or output of a graph (ValueInfoProto with a tensor type).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">Type of its elements.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record OnnxPort(string Name, OnnxElement Element, ImmutableArray<OnnxDimension> Shape)
{
    private const int NameField = 1;
    private const int TypeField = 2;

    // Of TypeProto, TypeProto.Tensor and TensorShapeProto.
    private const int TensorField = 1;
    private const int ElementField = 1;
    private const int ShapeField = 2;
    private const int DimensionField = 1;

    public static OnnxPort Read(ProtobufReader reader)
    {
        string name = "";
        OnnxElement? element = null;
        var shape = ImmutableArray.CreateBuilder<OnnxDimension>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case NameField:
                    name = reader.Text();
                    break;
                case TypeField:
                    ReadType(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(name, element ?? throw reader.Damaged($"a tensor for '{name}'", "another type"), shape.ToImmutable());

        void ReadType(ProtobufReader type)
        {
            while (type.Next())
            {
                if (type.Field == TensorField)
                {
                    ReadTensor(type.Message());
                }
                else
                {
                    type.Skip();
                }
            }
        }

        void ReadTensor(ProtobufReader tensor)
        {
            while (tensor.Next())
            {
                switch (tensor.Field)
                {
                    case ElementField:
                        element = OnnxElements.Read(tensor);
                        break;
                    case ShapeField:
                        ReadShape(tensor.Message());
                        break;
                    default:
                        tensor.Skip();
                        break;
                }
            }
        }

        void ReadShape(ProtobufReader dimensions)
        {
            while (dimensions.Next())
            {
                if (dimensions.Field == DimensionField)
                {
                    shape.Add(OnnxDimension.Read(dimensions.Message()));
                }
                else
                {
                    dimensions.Skip();
                }
            }
        }
    }

    public ProtobufMessage ToMessage()
    {
        var shape = new ProtobufMessage();
        foreach (OnnxDimension dimension in Shape)
        {
            shape.Message(DimensionField, dimension.ToMessage());
        }

        var tensor = new ProtobufMessage();
        tensor.Varint(ElementField, (long)Element);
        tensor.Message(ShapeField, shape);
        var type = new ProtobufMessage();
        type.Message(TensorField, tensor);
        var message = new ProtobufMessage();
        message.Text(NameField, Name);
        message.Message(TypeField, type);
        return message;
    }
}
